using TransitHub.Core.Observations;
using TransitHub.Gtfs;

namespace TransitHub.Benchmarks.Detours;

/// <summary>A stretch of street that the vehicles of all lines leave for some time, made up: their positions are moved to the side.</summary>
internal sealed class DivertedSection(Schedule schedule, int firstStop, int lastStop, int pattern, long from, long to, double beside)
{
    /// <summary>Vehicles leave the line so long before the first stop and come back so long behind the last one, meters.</summary>
    private const double ApproachMeters = 120;

    /// <summary>On this way they turn off, meters.</summary>
    private const double TurnMeters = 60;

    /// <summary>A report farther beside the line was off it already, meters.</summary>
    private const double OnLineMeters = 40;

    private readonly Dictionary<int, (double From, double To)?> stretches = [];

    public int Pattern => pattern;

    public long From => from;

    public long To => to;

    /// <summary>When each vehicle was moved first.</summary>
    public Dictionary<string, long> Vehicles { get; } = new(StringComparer.Ordinal);

    /// <summary>The vehicles of each line and direction.</summary>
    public Dictionary<(int Route, int Direction), HashSet<string>> Lines { get; } = [];

    /// <summary>The stops left out.</summary>
    public HashSet<string> Stops { get; } = [];

    /// <summary>The report, moved if it lies on the stretch.</summary>
    public AvlReport Move(AvlReport report, int trip)
    {
        long at = report.ReceivedAt.UnixSeconds;
        if (at < from || at >= to || this.StretchOf(schedule.Trips.PatternIndex(trip)) is not { } stretch)
        {
            return report;
        }

        Geometry line = schedule.Geometries[schedule.Patterns.GeometryIndex(schedule.Trips.PatternIndex(trip))];
        (double along, double meters) = Nearest(line, report.Latitude, report.Longitude, stretch.From, stretch.To);
        if (meters > OnLineMeters || along <= stretch.From || along >= stretch.To)
        {
            return report;
        }

        this.Vehicles.TryAdd(report.Device.ToString(), at);
        (int Route, int Direction) one = (schedule.Trips.RouteIndex(trip), schedule.Trips.DirectionId(trip));
        (this.Lines.TryGetValue(one, out HashSet<string>? vehicles) ? vehicles : this.Lines[one] = []).Add(report.Device.ToString());
        double share = Math.Min(1, Math.Min(along - stretch.From, stretch.To - along) / TurnMeters);
        double across = (line.BearingAt(along) + 90) * Math.PI / 180;
        return report with
        {
            Latitude = report.Latitude + (beside * share * Math.Cos(across) / line.MetersPerDegreeY),
            Longitude = report.Longitude + (beside * share * Math.Sin(across) / line.MetersPerDegreeX),
        };
    }

    private (double From, double To)? StretchOf(int of)
    {
        if (!this.stretches.TryGetValue(of, out (double From, double To)? known))
        {
            ReadOnlySpan<int> stops = schedule.Patterns.Stops(of);
            int first = stops.IndexOf(firstStop);
            int last = stops.IndexOf(lastStop);
            ReadOnlySpan<float> offsets = schedule.Patterns.StopOffsets(of);
            this.stretches[of] = known = first < 1 || last < first || last > stops.Length - 2 ? null
                : (Math.Max(offsets[first] - ApproachMeters, (offsets[first] + offsets[first - 1]) / 2), Math.Min(offsets[last] + ApproachMeters, (offsets[last] + offsets[last + 1]) / 2));
        }

        return known;
    }

    private static (double Along, double Meters) Nearest(Geometry line, double latitude, double longitude, double from, double to)
    {
        (double Along, double Meters) best = (from, double.MaxValue);
        GeoPoint place = new(latitude, longitude);
        for (double along = from; along <= to; along += 5)
        {
            (double lat, double lon) = line.At(along);
            double meters = place.DistanceTo(new GeoPoint(lat, lon));
            best = meters < best.Meters ? (along, meters) : best;
        }

        return best;
    }
}
