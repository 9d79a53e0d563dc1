using TransitHub.Core.Observations;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>What an operator may set about how a process has shards.</summary>
public sealed record ShardRunOptions
{
    /// <summary>
    /// How long a shard stays with a process that tells nothing any more, seconds, 1 to 60; default 3: long enough for a pause of the garbage
    /// collector or the network, and a shard whose process was killed goes on within 5 s. It is renewed every third of it.
    /// </summary>
    public double LeaseSeconds { get; init; } = 3;

    /// <summary>
    /// The least time between two states that are kept of a shard, seconds, 0.1 to 600; default 5: so much of the log is read again after a
    /// crash. A state whose keeping takes longer than a twentieth of it is kept less often, so that no more than 5 % of the time go into that.
    /// </summary>
    public double SaveSeconds { get; init; } = 5;

    /// <summary>The least number of records between two states that are kept, 1 to 1,000,000; default 1,000: that many are read again in no time.</summary>
    public int SaveRecords { get; init; } = 1000;

    /// <summary>How long a shard's thread waits before it looks again whether its log has more, milliseconds, 1 to 1,000; default 10.</summary>
    public int IdleMilliseconds { get; init; } = 10;

    /// <summary>
    /// How long what a shard's vehicles took on links may wait for another shard's log, milliseconds, 10 to 60,000; default 1,000. What is not
    /// taken by then is left out, so that a shard that takes nothing does not hold up the others.
    /// </summary>
    public int LinkMilliseconds { get; init; } = 1000;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check() => new SettingRanges()
        .Require(this.LeaseSeconds is >= 1 and <= 60, nameof(this.LeaseSeconds), "1 to 60 seconds")
        .Require(this.SaveSeconds is >= 0.1 and <= 600, nameof(this.SaveSeconds), "0.1 to 600 seconds")
        .Require(this.SaveRecords is >= 1 and <= 1_000_000, nameof(this.SaveRecords), "1 to 1000000 records")
        .Require(this.IdleMilliseconds is >= 1 and <= 1000, nameof(this.IdleMilliseconds), "1 to 1000 milliseconds")
        .Require(this.LinkMilliseconds is >= 10 and <= 60_000, nameof(this.LinkMilliseconds), "10 to 60000 milliseconds")
        .Wrong;
}
