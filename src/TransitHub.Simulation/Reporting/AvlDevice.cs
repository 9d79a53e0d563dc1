using TransitHub.Core.Ids;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Chance;

namespace TransitHub.Simulation.Reporting;

/// <summary>The tracker of one vehicle, with its own faults; all of its mutable state.</summary>
internal sealed class AvlDevice
{
    public SeededChance Luck;

    public SeededChance Delivery;

    public SeededChance Counting;

    public SatelliteFix Fix;

    public required DeviceId Id { get; init; }

    public required string Label { get; init; }

    /// <summary>Sender of its messages.</summary>
    public required int Number { get; init; }

    public required SignOnHabit Habit { get; init; }

    public required long IntervalMs { get; init; }

    /// <summary>What its clock shows too much, milliseconds.</summary>
    public required long ClockOffsetMs { get; init; }

    /// <summary>What its clock gains, millionths; it is set right at midnight UTC.</summary>
    public required double DriftPpm { get; init; }

    public required bool TellsOccupancy { get; init; }

    /// <summary>Whether counters over its doors tell who gets on and off.</summary>
    public required bool CountsRiders { get; init; }

    public required bool TellsOdometer { get; init; }

    /// <summary>Whether it keeps what it cannot send.</summary>
    public required bool Stores { get; init; }

    /// <summary>What the driver has signed on to.</summary>
    public SignOnSheet SignOn { get; } = new();

    public bool IsOn { get; set; }

    /// <summary>Counts how often it was switched on; measurements that an earlier time asked for are void.</summary>
    public int Session { get; set; }

    /// <summary>When it was switched on, Unix milliseconds.</summary>
    public long OnSince { get; set; }

    /// <summary>It is silent until then, Unix milliseconds.</summary>
    public long SilentUntil { get; set; }

    /// <summary>When it sent last, Unix milliseconds: what is not held up keeps its order.</summary>
    public long LastSendAt { get; set; }

    /// <summary>What it could not send yet.</summary>
    public Queue<byte[]> Store { get; } = new();

    /// <summary>What its clock shows at a moment, Unix milliseconds.</summary>
    public long ClockAt(long at) => at + this.ClockOffsetMs + (long)(this.DriftPpm * 1e-6 * (at % 86_400_000));
}
