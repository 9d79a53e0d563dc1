using System.Collections.Immutable;
using TransitHub.Core.Graphs;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Core.Devices;

/// <summary>A device that counts, as its operator describes it.</summary>
[NotKept]
public sealed record CountingDevice
{
    /// <summary>Its id in topics.</summary>
    public required DeviceId Id { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>How it counts.</summary>
    public required DeviceKind Kind { get; init; }

    /// <summary>Where it hangs.</summary>
    public required GeoPoint At { get; init; }

    /// <summary>Where it looks, degrees clockwise from true north, [0, 360); null: nowhere in particular.</summary>
    public double? Bearing { get; init; }

    /// <summary>How wide it looks, degrees; null: not said.</summary>
    public double? FieldOfView { get; init; }

    /// <summary>Counts above none and below this are not told in public outputs, where it is more than the hub's own bound, 1 to 1,000; null: the hub's.</summary>
    public int? FewestTold { get; init; }

    /// <summary>Its counting lines, 1 to 16.</summary>
    public required ImmutableArray<CountingChannel> Channels { get; init; }
}
