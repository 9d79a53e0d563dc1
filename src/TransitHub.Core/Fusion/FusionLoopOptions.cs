using TransitHub.Core.Observations;

namespace TransitHub.Core.Fusion;

/// <summary>What an operator may set about the tempo of a feed's fusion.</summary>
public sealed record FusionLoopOptions
{
    /// <summary>
    /// The least time between two published states, milliseconds. 10 to 60,000; default 250: a reader sees a report a quarter of a
    /// second later at most, while thousands of reports share the cost of one state. A feed of over 25,000 vehicles takes 10 ms for each 1,000 of them.
    /// </summary>
    public int SnapshotIntervalMilliseconds { get; init; } = 250;

    /// <summary>
    /// Durable batches that may wait for the pipeline. 1 to 1,000; default 16. When it is full the writer waits, then the intake
    /// fills, then senders are held back.
    /// </summary>
    public int QueuedBatches { get; init; } = 16;

    /// <summary>
    /// Minutes between two times at which what was learned of the links is kept in the feed's history file. 1 to 1,440; default 10: a
    /// start reads the last two hours of the log anyway, so a kill in between loses nothing.
    /// </summary>
    public double HistoryMinutes { get; init; } = 10;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check() => new SettingRanges()
        .Require(this.SnapshotIntervalMilliseconds is >= 10 and <= 60_000, nameof(this.SnapshotIntervalMilliseconds), "10 to 60000 milliseconds")
        .Require(this.QueuedBatches is >= 1 and <= 1000, nameof(this.QueuedBatches), "1 to 1000 batches")
        .Require(this.HistoryMinutes is >= 1 and <= 1440, nameof(this.HistoryMinutes), "1 to 1440 minutes")
        .Wrong;
}
