using System.Collections.Immutable;
using TransitHub.Core.Time;

namespace TransitHub.Core.Snapshots;

/// <summary>How full the place is where riders of a stop wait: a platform, a pier or a shelter.</summary>
public sealed record StopCrowding
{
    /// <summary>Index of the stop.</summary>
    public required int Stop { get; init; }

    /// <summary>When the newest evidence was measured.</summary>
    public required Timestamp MeasuredAt { get; init; }

    /// <summary>People who wait now.</summary>
    public required PeopleEstimate Waiting { get; init; }

    /// <summary>People for whom the place has room; null: the devices file does not say.</summary>
    public int? Capacity { get; init; }

    /// <summary>How full it is now.</summary>
    public required CrowdingLevel Level { get; init; }

    /// <summary>Where it is going over the next quarter of an hour.</summary>
    public required CrowdingTrend Trend { get; init; }

    /// <summary>What is expected, in the order of time, up to 30 minutes ahead; empty: nothing can be said.</summary>
    public ImmutableArray<CrowdingAhead> Ahead { get; init; } = [];

    /// <summary>Whether who comes now will fit on the next vehicles, in the order of time.</summary>
    public ImmutableArray<RideChance> Rides { get; init; } = [];
}

/// <summary>A number of people, as a mean with an 80 % interval.</summary>
/// <param name="Mean">Expected number.</param>
/// <param name="Low">10 %.</param>
/// <param name="High">90 %.</param>
public readonly record struct PeopleEstimate(double Mean, double Low, double High);

/// <summary>People expected at a stop at a moment ahead.</summary>
/// <param name="At">The moment.</param>
/// <param name="Waiting">People who wait then.</param>
/// <param name="Level">How full the place is then.</param>
public readonly record struct CrowdingAhead(Timestamp At, PeopleEstimate Waiting, CrowdingLevel Level);

/// <summary>A vehicle that will call, and whether a rider who comes now will find room on it.</summary>
/// <param name="Pattern">Index of the pattern that it runs.</param>
/// <param name="Trip">The run; null: a departure by headway that has not begun.</param>
/// <param name="Departure">Expected departure from the stop.</param>
/// <param name="FitProbability">That a rider who comes to the stop now finds room, 0 to 1.</param>
public readonly record struct RideChance(int Pattern, TripInstance? Trip, Timestamp Departure, double FitProbability);

/// <summary>How full a place is. Cuts are shares of its capacity, or of what is usual there where no capacity is known; see the settings.</summary>
public enum CrowdingLevel
{
    /// <summary>Not known well enough to say.</summary>
    Unknown,

    /// <summary>Hardly anyone.</summary>
    Empty,

    /// <summary>Room for all.</summary>
    Light,

    /// <summary>One stands close to others.</summary>
    Busy,

    /// <summary>Hard to move.</summary>
    Crowded,

    /// <summary>As many as there is room for, or more.</summary>
    Full,
}

/// <summary>Where a number is going.</summary>
public enum CrowdingTrend
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Fewer soon.</summary>
    Falling,

    /// <summary>About the same.</summary>
    Steady,

    /// <summary>More soon.</summary>
    Rising,
}
