using System.Globalization;

namespace TransitHub.Load.Scaled;

/// <summary>Figures of a process's <c>/metrics</c>.</summary>
internal sealed class PrometheusText
{
    private readonly Dictionary<string, double> sums = [];
    private readonly Dictionary<string, double> greatest = [];

    private PrometheusText()
    {
    }

    public static async Task<PrometheusText> ReadAsync(Uri http, CancellationToken cancellation)
    {
        using HttpClient client = new() { BaseAddress = http };
        PrometheusText read = new();
        foreach (string line in (await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellation)).Split('\n'))
        {
            int name = line.IndexOfAny(['{', ' ']);
            int value = line.LastIndexOf('}') + 1;
            if (name <= 0 || line[0] == '#'
                || !double.TryParse(line.AsSpan(Math.Max(name, value)).Trim().ToString().Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            {
                continue;
            }

            read.sums[line[..name]] = read.Sum(line[..name]) + number;
            read.greatest[line[..name]] = Math.Max(read.Max(line[..name]), number);
        }

        return read;
    }

    /// <summary>Of all labels; 0 when there is none.</summary>
    public double Sum(string name) => this.sums.GetValueOrDefault(name);

    /// <summary>Of all labels; 0 when there is none.</summary>
    public double Max(string name) => this.greatest.GetValueOrDefault(name);
}
