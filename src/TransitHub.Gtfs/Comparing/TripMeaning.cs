using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace TransitHub.Gtfs.Comparing;

/// <summary>What a trip means: route, direction, days, stops, times and headways, as one key. Stops and routes count as those they were before.</summary>
internal sealed class TripMeaning
{
    private readonly Schedule schedule;
    private readonly string?[] days;
    private readonly Pairing? stops;
    private readonly Pairing? routes;
    private readonly string?[] keys;
    private readonly XxHash128 hash = new();

    public TripMeaning(Schedule schedule, ServiceDays days, Pairing? stops, Pairing? routes)
    {
        (this.schedule, this.days, this.stops, this.routes) = (schedule, days.MarksOf(schedule), stops, routes);
        this.keys = new string?[schedule.Trips.Count];
        for (var trip = 0; trip < this.keys.Length; trip++)
        {
            this.keys[trip] = Make(trip);
        }
    }

    /// <summary>The key; null for a trip without stops, or one that runs on none of the days compared.</summary>
    public string? Of(int trip) => this.keys[trip];

    private string? Make(int trip)
    {
        var trips = this.schedule.Trips;
        if (trips.PatternIndex(trip) is not (>= 0 and var pattern) || trips.RouteIndex(trip) is not (>= 0 and var route)
            || trips.ServiceIndex(trip) is not (>= 0 and var service) || this.days[service] is not { } mark)
        {
            return null;
        }

        Add(this.routes?.Canonical(route) ?? route);
        Add(trips.DirectionId(trip));
        this.hash.Append(Encoding.Unicode.GetBytes(mark));
        foreach (var stop in this.schedule.Patterns.Stops(pattern))
        {
            Add(this.stops?.Canonical(stop) ?? stop);
        }

        this.hash.Append(MemoryMarshal.AsBytes(trips.Arrivals(trip)));
        this.hash.Append(MemoryMarshal.AsBytes(trips.Departures(trip)));
        foreach (var window in trips.Frequencies(trip))
        {
            Add(window.StartSeconds);
            Add(window.EndSeconds);
            Add(window.HeadwaySeconds);
        }

        var key = Convert.ToHexString(this.hash.GetCurrentHash());
        this.hash.Reset();
        return key;
    }

    private void Add(int value) => this.hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
}
