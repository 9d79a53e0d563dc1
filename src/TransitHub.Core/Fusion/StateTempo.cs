using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion;

/// <summary>When time passes for a pipeline and when its states are made, the same live and from a shard's log.</summary>
internal static class StateTempo
{
    private const int AdvanceEveryMilliseconds = 1000;

    /// <summary>
    /// A state of 100,000 vehicles takes some 200 ms to make. Made four times a second regardless, it would leave no time for the
    /// reports; so the interval grows with the vehicles, by a millisecond for so many.
    /// </summary>
    private const int VehiclesPerMillisecond = 100;

    /// <summary>How often anything is due at the most, milliseconds.</summary>
    public static int TickMilliseconds(FusionLoopOptions options) => Math.Min(options.SnapshotIntervalMilliseconds, AdvanceEveryMilliseconds);

    /// <summary>Whether time is to pass again.</summary>
    public static bool IsAdvanceDue(Timestamp now, Timestamp advancedAt) => now.UnixMilliseconds - advancedAt.UnixMilliseconds >= AdvanceEveryMilliseconds;

    /// <summary>Whether the next state may be made.</summary>
    /// <param name="now">The present.</param>
    /// <param name="madeAt">When the last one was.</param>
    /// <param name="vehicles">Vehicles in it.</param>
    /// <param name="options">The operator's settings.</param>
    public static bool IsStateDue(Timestamp now, Timestamp madeAt, int vehicles, FusionLoopOptions options) =>
        now.UnixMilliseconds - madeAt.UnixMilliseconds >= Math.Max(options.SnapshotIntervalMilliseconds, vehicles / VehiclesPerMillisecond);
}
