using System.Collections.Immutable;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Dispatching;

/// <summary>What operators want of one run of the timetable, put together from all their changes. Immutable.</summary>
internal sealed record RunOrder
{
    /// <summary>The change that it comes from, the first where there are several.</summary>
    public required string ChangeId { get; init; }

    /// <summary>Since when it is known.</summary>
    public required Timestamp Since { get; init; }

    /// <summary>True: the run does not take place.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>True: and riders are not to see it at all.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Places in the pattern where it does not call, rising.</summary>
    public ImmutableArray<int> Skipped { get; init; } = [];

    /// <summary>Places in the pattern of which nothing is predicted, rising.</summary>
    public ImmutableArray<int> WithoutData { get; init; } = [];

    /// <summary>Where else it calls, by place.</summary>
    public ImmutableArray<AssignedStop> Assigned { get; init; } = [];

    /// <summary>This and another one of the same run: each says what it says; who withdraws the run goes before.</summary>
    public RunOrder With(RunOrder later) => this with
    {
        IsWithdrawn = this.IsWithdrawn || later.IsWithdrawn,
        IsDeleted = this.IsDeleted || later.IsDeleted,
        Skipped = Union(this.Skipped, later.Skipped),
        WithoutData = Union(this.WithoutData, later.WithoutData),
        Assigned = [.. this.Assigned.Where(a => later.Assigned.All(b => b.Position != a.Position)).Concat(later.Assigned).OrderBy(a => a.Position)],
    };

    private static ImmutableArray<int> Union(ImmutableArray<int> one, ImmutableArray<int> other) => other.IsEmpty ? one : [.. one.Union(other).Order()];
}
