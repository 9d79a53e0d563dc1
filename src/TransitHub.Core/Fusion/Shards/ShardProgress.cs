namespace TransitHub.Core.Fusion.Shards;

/// <summary>How far a process is with a shard, over all times that it had it. Its runner writes it, any thread may read it.</summary>
public sealed class ShardProgress
{
    private long records;
    private long quarantined;
    private long takeovers;
    private long linksLeftOut;
    private long sequence;
    private long logEnd;
    private long behindMilliseconds;
    private long saves;
    private long saveMilliseconds;
    private long saveBytes;
    private long heldUpMilliseconds;
    private volatile bool isCurrent;

    /// <summary>Records that were taken in, those that were taken in again after a restart with them.</summary>
    public long Records => Interlocked.Read(ref this.records);

    /// <summary>Records that were left out because they could not be taken in.</summary>
    public long Quarantined => Interlocked.Read(ref this.quarantined);

    /// <summary>How often the process became the shard's owner.</summary>
    public long Takeovers => Interlocked.Read(ref this.takeovers);

    /// <summary>Ways over links that another shard was not told of, because its log did not take them in time.</summary>
    public long LinksLeftOut => Interlocked.Read(ref this.linksLeftOut);

    /// <summary>Records of the log that are not taken in yet.</summary>
    public long RecordsBehind => Math.Max(0, Interlocked.Read(ref this.logEnd) - Interlocked.Read(ref this.sequence));

    /// <summary>How long before the present the last record was received that was taken in, seconds.</summary>
    public double SecondsBehind => Interlocked.Read(ref this.behindMilliseconds) / 1000.0;

    /// <summary>States that were kept.</summary>
    public long Saves => Interlocked.Read(ref this.saves);

    /// <summary>How long the last state took to be made and kept, seconds.</summary>
    public double SaveSeconds => Interlocked.Read(ref this.saveMilliseconds) / 1000.0;

    /// <summary>How long the shard took in nothing while the last state was made, seconds.</summary>
    public double HeldUpSeconds => Interlocked.Read(ref this.heldUpMilliseconds) / 1000.0;

    /// <summary>Size of the last state as it was kept, bytes.</summary>
    public long SaveBytes => Interlocked.Read(ref this.saveBytes);

    /// <summary>Whether the log was read to its end since the process became the owner, so that what is published is of the present.</summary>
    public bool IsCurrent
    {
        get => this.isCurrent;
        internal set => this.isCurrent = value;
    }

    internal void NoteTakeover() => Interlocked.Increment(ref this.takeovers);

    internal void NoteQuarantined() => Interlocked.Increment(ref this.quarantined);

    internal void NoteLinksLeftOut(int count) => Interlocked.Add(ref this.linksLeftOut, count);

    internal void NoteTaken(long taken, long last, long behind)
    {
        Interlocked.Add(ref this.records, taken);
        Interlocked.Exchange(ref this.sequence, last);
        Interlocked.Exchange(ref this.behindMilliseconds, Math.Max(0, behind));
    }

    internal void NoteEnd(long last) => Interlocked.Exchange(ref this.logEnd, last);

    internal void NoteHeldUp(long milliseconds) => Interlocked.Exchange(ref this.heldUpMilliseconds, milliseconds);

    internal void NoteSaved(long milliseconds, long bytes)
    {
        Interlocked.Exchange(ref this.saveMilliseconds, milliseconds);
        Interlocked.Exchange(ref this.saveBytes, bytes);
        Interlocked.Increment(ref this.saves);
    }
}
