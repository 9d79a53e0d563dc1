using System.Globalization;

namespace TransitHub.Load.Scaled;

/// <summary>Figures of a process's <c>/metrics</c>.</summary>
internal sealed class PrometheusText
{
    private readonly Dictionary<string, double> sums = [];
    private readonly Dictionary<string, double> greatest = [];
    private readonly List<(string Series, double Value)> series = [];

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

            read.series.Add((line[..Math.Max(name, value)], number));
            read.sums[line[..name]] = read.Sum(line[..name]) + number;
            read.greatest[line[..name]] = Math.Max(read.Max(line[..name]), number);
        }

        return read;
    }

    /// <summary>Of all labels; 0 when there is none.</summary>
    public double Sum(string name) => this.sums.GetValueOrDefault(name);

    /// <summary>How much of what was counted since an earlier reading lies within each bound of a histogram, of the series whose labels have a text in them.</summary>
    public string SharesSince(PrometheusText earlier, string name, string label)
    {
        SortedDictionary<double, double> counts = [];
        foreach ((PrometheusText from, int sign) in new[] { (this, 1), (earlier, -1) })
        {
            foreach ((string text, double value) in from.series.Where(s => s.Series.StartsWith(name, StringComparison.Ordinal) && s.Series.Contains(label, StringComparison.Ordinal)))
            {
                string bound = text[(text.IndexOf("le=\"", StringComparison.Ordinal) + 4)..].Split('"')[0];
                double upTo = bound == "+Inf" ? double.PositiveInfinity : double.Parse(bound, CultureInfo.InvariantCulture);
                counts[upTo] = counts.GetValueOrDefault(upTo) + (sign * value);
            }
        }

        double all = counts.Values.LastOrDefault();
        return string.Join(", ", counts.Where(c => c.Key <= 0.1).Select(c => string.Create(CultureInfo.InvariantCulture, $"{100 * c.Value / all:F2} % within {1000 * c.Key:0.#} ms")));
    }

    /// <summary>Of all labels; 0 when there is none.</summary>
    public double Max(string name) => this.greatest.GetValueOrDefault(name);
}
