using System.Collections.Immutable;

namespace TransitHub.Core.Observations;

/// <summary>What vehicles of another shard of the feed took from stop to stop: streets are common to all shards. No device can send it.</summary>
public sealed record LinkTraversals : Observation
{
    /// <inheritdoc/>
    public override ObservationKind Kind => ObservationKind.Traversals;

    /// <summary>The version of the static feed whose links the indexes are of; under another one they say nothing.</summary>
    public required string ScheduleVersion { get; init; }

    /// <summary>The number of the shard that tells it, 0 to <see cref="Ids.ShardId.MaxNumber"/>.</summary>
    public required int FromShard { get; init; }

    /// <summary>The sequence of that shard's state that it was told with, from 1. What is told again after a takeover has the same one, and counts once.</summary>
    public required long FromState { get; init; }

    /// <summary>In the order in which they were learned.</summary>
    public required ImmutableArray<LinkTraversal> Traversals { get; init; }
}

/// <summary>One vehicle's way over a link.</summary>
/// <param name="Link">Index of the link in the schedule.</param>
/// <param name="DayStart">00:00 of its run's service day, Unix seconds.</param>
/// <param name="DayKind">0: Monday to Friday, 1: Saturday, 2: Sunday.</param>
/// <param name="ScheduledSeconds">What its timetable gives it, seconds.</param>
/// <param name="Seconds">What it took without waiting, seconds.</param>
/// <param name="At">When it came to the link's end, Unix seconds.</param>
public readonly record struct LinkTraversal(int Link, long DayStart, int DayKind, double ScheduledSeconds, double Seconds, double At);
