using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Dispatching;

/// <summary>A change in the terms of one schedule: exactly one of the four says what it does.</summary>
internal sealed record ResolvedChange
{
    /// <summary>The change's id and revision.</summary>
    public required string Key { get; init; }

    /// <summary>When it ends, Unix seconds.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>The run of <see cref="Order"/>.</summary>
    public TripInstance Run { get; init; }

    /// <summary>What is wanted of that run.</summary>
    public RunOrder? Order { get; init; }

    /// <summary>A run with its own stop times, as planned.</summary>
    public ExtraRun? Extra { get; init; }

    /// <summary>What a vehicle is to run.</summary>
    public VehicleOrder? Vehicle { get; init; }

    /// <summary>A device that counts for nothing.</summary>
    public DeviceId? Ignored { get; init; }
}

/// <summary>What an operator has a vehicle run.</summary>
/// <param name="Vehicle">The vehicle.</param>
/// <param name="Run">A run of the timetable; null: another kind of order.</param>
/// <param name="Extra">A run with its own stop times; null: another kind of order.</param>
/// <param name="Block">Index of a block; -1: another kind of order.</param>
/// <param name="ServiceDate">The block's service day.</param>
internal sealed record VehicleOrder(DeviceId Vehicle, TripInstance? Run, ExtraRunKey? Extra, int Block, Gtfs.Time.ServiceDate ServiceDate);
