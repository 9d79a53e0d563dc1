using TransitHub.Core.Observations;

namespace TransitHub.Core.Storage;

/// <summary>What an operator may set about the observation log of a feed.</summary>
public sealed record ObservationLogOptions
{
    /// <summary>
    /// Size at which a segment file is closed and the next one begun, bytes. 65,536 to 4,294,967,296; default 67,108,864 (64 MiB):
    /// small enough to scan at start in well under a second, large enough that a year is some thousand files.
    /// </summary>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Size of all segments at which the oldest are removed, bytes. At least twice <see cref="SegmentBytes"/>, at most 2^50; default
    /// 17,179,869,184 (16 GiB): a month of 1,300 vehicles that report every 30 seconds.
    /// </summary>
    public long RetainBytes { get; init; } = 16L << 30;

    /// <summary>
    /// Age of its newest record at which a segment is removed, hours before the newest record of the log. 1 to 876,000; default
    /// 720 (30 days): long enough to learn a month's travel times from.
    /// </summary>
    public double RetainHours { get; init; } = 720;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check() => new SettingRanges()
        .Require(this.SegmentBytes is >= 65_536 and <= 1L << 32, nameof(this.SegmentBytes), "65536 to 4294967296 bytes")
        .Require(
            this.RetainBytes / 2 >= this.SegmentBytes && this.RetainBytes <= 1L << 50,
            nameof(this.RetainBytes),
            $"at least twice {nameof(this.SegmentBytes)} and at most 2^50 bytes")
        .Require(this.RetainHours is >= 1 and <= 876_000, nameof(this.RetainHours), "1 to 876000 hours")
        .Wrong;
}
