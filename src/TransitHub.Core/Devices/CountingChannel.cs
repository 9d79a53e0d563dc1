using System.Collections.Immutable;
using TransitHub.Core.Graphs;
using TransitHub.Gtfs;

namespace TransitHub.Core.Devices;

/// <summary>One counting line or zone of a device.</summary>
[NotKept]
public sealed record CountingChannel
{
    /// <summary>The word that the device sends as <c>channel</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The line's ends; of a zone, two of its corners that are farthest apart.</summary>
    public required (GeoPoint A, GeoPoint B) Line { get; init; }

    /// <summary>Corners of the zone in which it tells how many are present, in order, the first not repeated; empty: it is a line.</summary>
    public ImmutableArray<GeoPoint> Zone { get; init; } = [];

    /// <summary>Whether it is a zone.</summary>
    public bool IsZone => !this.Zone.IsEmpty;

    /// <summary>What it lies across; null: not said.</summary>
    public SiteKind? Site { get; init; }

    /// <summary>Classes that are counted per interval; empty: it sends passages only.</summary>
    public ImmutableArray<string> Counts { get; init; } = [];

    /// <summary>Classes of which single passages are sent.</summary>
    public ImmutableArray<string> Passages { get; init; } = [];

    /// <summary>Length of an interval of its counts, seconds, 10 to 3,600.</summary>
    public required int IntervalSeconds { get; init; }

    /// <summary>GTFS <c>stop_id</c> of the stop at which the line lies; null: at none.</summary>
    public string? StopId { get; init; }

    /// <summary>One or two ways of crossing it, in the order of the file; none of a zone.</summary>
    public required ImmutableArray<CountingDirection> Directions { get; init; }

    /// <summary>Whether its passages may carry what was read as the route.</summary>
    public bool ReadsRoutes { get; init; }
}
