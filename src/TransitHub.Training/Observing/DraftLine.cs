using TransitHub.Gtfs;

namespace TransitHub.Training.Observing;

/// <summary>A line of the draft: one way, or a way there and a way back.</summary>
/// <param name="Id">route_id of the draft.</param>
/// <param name="Name">What riders may call it: what the vehicles said, else a number by how often it runs.</param>
/// <param name="Directions">One or two.</param>
public sealed record DraftLine(string Id, string Name, IReadOnlyList<DraftDirection> Directions);

/// <summary>A direction of a drafted line.</summary>
/// <param name="Label">What the vehicles said to run; empty: nothing.</param>
/// <param name="Shape">The way on the ground.</param>
/// <param name="Calls">The stops in order, with meters along the shape.</param>
/// <param name="Runs">Runs seen from end to end.</param>
/// <param name="Parts">Runs seen on a part of it.</param>
/// <param name="MedianOffMeters">Median distance of the runs' fixes from the shape.</param>
/// <param name="OnShape">Share of the runs' fixes that are on the shape, 0 to 1.</param>
/// <param name="Travel">Times from stop to stop.</param>
/// <param name="DwellSeconds">How long vehicles stand at each stop.</param>
/// <param name="Service">When vehicles leave the first stop.</param>
public sealed record DraftDirection(
    string Label,
    Geometry Shape,
    IReadOnlyList<DraftCall> Calls,
    int Runs,
    int Parts,
    double MedianOffMeters,
    double OnShape,
    IReadOnlyList<DraftTravel> Travel,
    IReadOnlyList<int> DwellSeconds,
    IReadOnlyList<DraftService> Service)
{
    /// <summary>Mean confidence of its stops, 0 to 1.</summary>
    public double Confidence => this.Calls.Average(c => c.Stop.Confidence);
}

/// <summary>A stop of a direction.</summary>
/// <param name="Stop">The stop.</param>
/// <param name="AlongMeters">Meters along the shape.</param>
public sealed record DraftCall(DraftStop Stop, double AlongMeters);

/// <summary>Times of runs that leave the first stop within some hours.</summary>
/// <param name="FromHour">Hour of the service day; null: any.</param>
/// <param name="ToHour">The hour that no longer belongs to it.</param>
/// <param name="Runs">Runs that it comes from.</param>
/// <param name="Seconds">From each departure to the next arrival.</param>
public sealed record DraftTravel(int? FromHour, int ToHour, int Runs, IReadOnlyList<double> Seconds);

/// <summary>Departures on days of one kind.</summary>
/// <param name="DayType"><c>weekday</c>, <c>saturday</c> or <c>sunday</c>.</param>
/// <param name="Days">Days on which the line was seen.</param>
/// <param name="FromSeconds">Begin of the window of a headway; service time.</param>
/// <param name="ToSeconds">End of the window.</param>
/// <param name="EverySeconds">Headway; 0: <paramref name="Departures"/> are listed.</param>
/// <param name="Departures">Service times, rising.</param>
public sealed record DraftService(string DayType, int Days, int FromSeconds, int ToSeconds, int EverySeconds, IReadOnlyList<int> Departures);

/// <summary>A feed as it looks from what vehicles did.</summary>
/// <param name="Stops">All stops.</param>
/// <param name="Lines">All lines, those that run most often first.</param>
/// <param name="Facts">What it was made of.</param>
public sealed record DraftNetwork(IReadOnlyList<DraftStop> Stops, IReadOnlyList<DraftLine> Lines, DraftFacts Facts);

/// <summary>What a draft was made of.</summary>
/// <param name="Reports">Positions read.</param>
/// <param name="Jumps">Positions left out since nothing could have driven there.</param>
/// <param name="Vehicles">Vehicles seen.</param>
/// <param name="Runs">Drives between two ends.</param>
/// <param name="PlacedRuns">Drives that are on a line of the draft.</param>
/// <param name="Dates">Service dates seen, as yyyy-MM-dd, rising.</param>
public sealed record DraftFacts(int Reports, int Jumps, int Vehicles, int Runs, int PlacedRuns, IReadOnlyList<string> Dates);
