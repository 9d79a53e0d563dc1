using System.Collections.Immutable;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Core.Devices;

/// <summary>One way of crossing a counting line.</summary>
public sealed record CountingDirection
{
    /// <summary>The word that the device sends as <c>direction</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The way of travel across the line, degrees clockwise from true north, [0, 360).</summary>
    public required double Bearing { get; init; }

    /// <summary>Where that leads, for people; null: not said.</summary>
    public LocalizedText? To { get; init; }

    /// <summary>What people who cross are to the channel's stop; null: they are no riders of it.</summary>
    public RiderMeaning? Means { get; init; }

    /// <summary>Whose vehicles cross; empty: it says nothing of trips.</summary>
    public ImmutableArray<ServedRoute> Routes { get; init; } = [];
}
