using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>What can be wrong with a device that counts; the order is that of every output.</summary>
public enum DeviceFaultKind
{
    /// <summary>It says that it is offline, or nothing was heard of it for long.</summary>
    Silent,

    /// <summary>It counts next to nothing where others and earlier weeks say that many pass.</summary>
    Blind,

    /// <summary>It counts the same again and again.</summary>
    Stuck,

    /// <summary>It counts clearly less than usual: dirt, a branch, a shifted view.</summary>
    Low,

    /// <summary>It counts about twice.</summary>
    Doubled,

    /// <summary>Its clock was set by more than five seconds within the last hour.</summary>
    ClockStep,

    /// <summary>It and a device next to it on the same street have counted differently for half an hour, by more than they ever do.</summary>
    DisagreesWithNeighbor,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Since">Since when it is known.</param>
/// <param name="Neighbor">The other device; null unless two disagree.</param>
public readonly record struct DeviceFault(DeviceFaultKind Kind, Timestamp Since, DeviceId? Neighbor = null);

/// <summary>How far a device's counts can be trusted; immutable.</summary>
/// <param name="Device">The device.</param>
/// <param name="Trust">0: what it does not see says nothing; 1: as far as it sees, it counts as it should.</param>
/// <param name="Faults">What is wrong.</param>
/// <param name="Counted">What it counted in the last hour that was looked at, as far as something was expected; null: nothing was.</param>
/// <param name="Expected">What was expected of the same time, by hour of the week and what other devices count; null: not known yet.</param>
/// <param name="Uptime">Share of that hour in which it was counting, [0, 1]; null: nothing came.</param>
public sealed record DeviceVerdict(
    DeviceId Device, double Trust, ImmutableArray<DeviceFault> Faults, double? Counted, double? Expected, double? Uptime);
