using System.Collections.Immutable;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Upstream;

/// <summary>Another agency's update in the schedule's terms.</summary>
public sealed class RepairedUpdate
{
    /// <summary>The run.</summary>
    public required TripInstance Trip { get; init; }

    /// <summary>When it was made.</summary>
    public required Timestamp MeasuredAt { get; init; }

    /// <summary>True: the agency says that the run does not take place.</summary>
    public required bool IsCanceled { get; init; }

    /// <summary>True: and riders are not to see it at all.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Where else than planned it calls.</summary>
    public ImmutableArray<AssignedStop> Assigned { get; init; } = [];

    /// <summary>The vehicle that it names; empty: none that can be an id.</summary>
    public required string Vehicle { get; init; }

    /// <summary>What readers see of its stops; empty for one that is canceled.</summary>
    public required ImmutableArray<StopPrediction> Stops { get; init; }

    /// <summary>The FeedEntity under the hub's own id, with everything that was not repaired as it was sent.</summary>
    public required byte[] Entity { get; init; }
}
