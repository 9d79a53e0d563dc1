using System.Globalization;
using System.Text;
using TransitHub.Load.Cameras;

namespace TransitHub.Load.Readers;

/// <summary>Zones of a <see cref="LoadCity"/> where cameras see how many wait: one at each of its first stops.</summary>
internal sealed class WaitingZones(LoadCity city, string feed, int count)
{
    private const int Every = 60;
    private const int FirstStop = 25;
    private readonly Random random = new(7);

    public int Count => count;

    /// <summary>Along the second half of the lines, so that vehicles are on their way there.</summary>
    public string StopId(int stop) => string.Create(CultureInfo.InvariantCulture, $"P{stop % city.Paths.Length}-{this.PlaceOnLine(stop)}");

    /// <summary>Where a stop is.</summary>
    public (double Latitude, double Longitude) PlaceOf(int stop)
    {
        int bend = 2 * LoadCity.VerticesPerStop * this.PlaceOnLine(stop);
        double[] path = city.Paths[stop % city.Paths.Length];
        return (path[bend], path[bend + 1]);
    }

    /// <summary>The devices file.</summary>
    public string Devices()
    {
        const double Half = 0.0001;
        StringBuilder text = new("language: en\nstops:\n");
        foreach (int stop in Enumerable.Range(0, count))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {this.StopId(stop)}: {{capacity: 60}}");
        }

        text.AppendLine("devices:");
        foreach (int stop in Enumerable.Range(0, count))
        {
            (double lat, double lon) = this.PlaceOf(stop);
            text.Append(CultureInfo.InvariantCulture, $"""
                  - id: zone-{stop:00000}
                    name: Zone {stop}
                    at: [{lat:F6}, {lon:F6}]
                    channels:
                      - id: zone-1
                        zone: [[{lat - Half:F6}, {lon - Half:F6}], [{lat + Half:F6}, {lon - Half:F6}], [{lat + Half:F6}, {lon + Half:F6}], [{lat - Half:F6}, {lon + Half:F6}]]
                        counts: [person]
                        every: {Every}s
                        stop: {this.StopId(stop)}

                """);
        }

        return text.ToString();
    }

    /// <summary>What the zones say that are due in a second; in the first one all are.</summary>
    public IEnumerable<(string Topic, string Payload)> Messages(long second, long unixSeconds) =>
        from stop in Enumerable.Range(0, count)
        where second == 0 || stop % Every == second % Every
        select (
            string.Create(CultureInfo.InvariantCulture, $"transithub/v1/{feed}/count/zone-{stop:00000}"),
            string.Create(CultureInfo.InvariantCulture, $$"""{"channel":"zone-1","class":"person","at":{{unixSeconds}},"present":{{this.random.Next(5, 60)}}}"""));

    private int PlaceOnLine(int stop) => FirstStop + (stop / city.Paths.Length % (LoadCity.Stops - FirstStop - 1));
}
