namespace TransitHub.Core.Observations;

/// <summary>What an operator may set about the queue in front of a feed's writer.</summary>
public sealed record IntakeOptions
{
    /// <summary>
    /// Observations that may wait. 100 to 10,000,000; default 65,536 (about 20 MB): two seconds of 30,000 a second, longer than a
    /// slow disk takes to write what waits.
    /// </summary>
    public int QueueCapacity { get; init; } = 65_536;

    /// <summary>
    /// Vehicles of which one newest position is kept while the queue is full (QoS 0), together with the counts and passages that wait
    /// then, each for itself. 100 to 1,000,000; default 100,000, as many devices as the gate knows.
    /// </summary>
    public int ConflatedVehicles { get; init; } = 100_000;

    /// <summary>
    /// Observations that go into one append to the log. 1 to 100,000; default 4,096: all that waits shares one write to the disk,
    /// while the first of them waits no longer than a few milliseconds for the last.
    /// </summary>
    public int MaxBatch { get; init; } = 4096;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check() => new SettingRanges()
        .Require(this.QueueCapacity is >= 100 and <= 10_000_000, nameof(this.QueueCapacity), "100 to 10000000 observations")
        .Require(this.ConflatedVehicles is >= 100 and <= 1_000_000, nameof(this.ConflatedVehicles), "100 to 1000000 vehicles")
        .Require(this.MaxBatch is >= 1 and <= 100_000, nameof(this.MaxBatch), "1 to 100000 observations")
        .Wrong;
}
