using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage.Segments;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage;

/// <summary>
/// The log as segment files in one folder: the form that needs nothing but a disk. The format is in
/// README.md. A failed write or flush ends all writing, because what the disk holds then is not known.
/// </summary>
public sealed class SegmentObservationLog : IObservationLog
{
    private readonly string folder;
    private readonly ObservationLogOptions options;
    private readonly Action<LogNotice>? report;
    private readonly Func<string, SegmentFile> openFile;
    private readonly FileStream folderLock;
    private readonly AppendThread thread = new();
    private readonly BatchEncoder encoder = new();
    private readonly Lock sync = new();
    private readonly Lock retaining = new();
    private readonly List<(string Path, long FirstSequence)> segments;
    private SegmentFile? active;
    private long activeLength;
    private long nextSequence = 1;
    private long highWater = long.MinValue;
    private IOException? failure;
    private bool isDisposed;

    private SegmentObservationLog(
        string folder, ObservationLogOptions options, Action<LogNotice>? report, Func<string, SegmentFile> openFile, FileStream folderLock)
    {
        this.folder = folder;
        this.options = options;
        this.report = report;
        this.openFile = openFile;
        this.folderLock = folderLock;
        this.segments = SegmentFolder.List(folder);
    }

    /// <inheritdoc/>
    public long LastSequence
    {
        get
        {
            lock (this.sync)
            {
                return this.nextSequence - 1;
            }
        }
    }

    /// <summary>Where the log of a feed lies below the hub's data folder.</summary>
    public static string FolderOf(string data, FeedId feed) => Path.Combine(data, feed.ToString(), "log");

    /// <summary>Opens the log in a folder, which is created if need be, and cuts off a torn tail.</summary>
    /// <param name="folder">One log's own folder.</param>
    /// <param name="options">The operator's settings.</param>
    /// <param name="report">Hears what the operator should know; called from any thread. Null: nobody does.</param>
    /// <exception cref="IOException">The folder cannot be used or another hub uses it; the message names it and what to do.</exception>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public static SegmentObservationLog Open(string folder, ObservationLogOptions options, Action<LogNotice>? report = null) =>
        Open(folder, options, report, path => new SegmentFile(path));

    /// <inheritdoc/>
    public async ValueTask<long> AppendAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observations);
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(this.isDisposed, this);
        this.ThrowIfFailed();
        long first = this.nextSequence;
        if (observations.Count > 0)
        {
            ReadOnlyMemory<byte> batch = this.encoder.Encode(observations, first, this.highWater, out long newHighWater);
            await this.thread.RunAsync(() => this.Write(batch.Span, observations.Count, newHighWater)).ConfigureAwait(false);
        }

        return first;
    }

    /// <inheritdoc/>
    /// <exception cref="LogDamagedException">A segment is damaged; thrown when reading comes to the place.</exception>
    public IEnumerable<LoggedRecord> Read(Timestamp from, CancellationToken cancellationToken)
    {
        (List<(string Path, long FirstSequence)> files, long length) = this.Durable();
        return ObservationLogReader.Read(files, length, from, this.report, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="LogDamagedException">A segment is damaged; thrown when reading comes to the place.</exception>
    public IEnumerable<LoggedRecord> ReadAfter(long sequence, CancellationToken cancellationToken)
    {
        (List<(string Path, long FirstSequence)> files, long length) = this.Durable();
        return ObservationLogReader.ReadAfter(files, length, sequence, this.report, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> TrimAsync(long consumed, long archived, CancellationToken cancellationToken)
    {
        this.Retain(consumed, archived);
        lock (this.sync)
        {
            return ValueTask.FromResult(this.segments.Count > 0 ? this.segments[0].FirstSequence : this.nextSequence);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref this.isDisposed, true))
        {
            return;
        }

        await this.thread.DisposeAsync().ConfigureAwait(false);
        this.active?.Dispose();
        await this.folderLock.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>As the public form, with another way to open files for writing.</summary>
    internal static SegmentObservationLog Open(
        string folder, ObservationLogOptions options, Action<LogNotice>? report, Func<string, SegmentFile> openFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        SettingRanges.ThrowIfAny(options.Check(), nameof(options));
        folder = Path.GetFullPath(folder);
        FileStream folderLock = SegmentFolder.Lock(folder);
        try
        {
            var log = new SegmentObservationLog(folder, options, report, openFile, folderLock);
            log.OpenTail();
            log.Retain(long.MaxValue);
            return log;
        }
        catch (UnauthorizedAccessException e)
        {
            folderLock.Dispose();
            throw new IOException($"The observation log in '{folder}' cannot be written: {e.Message} Give the user that runs the hub the right to write its files.", e);
        }
        catch (IOException)
        {
            folderLock.Dispose();
            throw;
        }
    }

    private void OpenTail()
    {
        while (this.segments.Count > 0)
        {
            string path = this.segments[^1].Path;
            SegmentTail tail = SegmentTail.Scan(path);
            if (tail.NextSequence == 0 && tail.Length > SegmentHeader.Size)
            {
                throw new LogDamagedException(path, 0, tail.Finding);
            }

            if (tail.NextSequence == 0)
            {
                File.Delete(path);
                this.segments.RemoveAt(this.segments.Count - 1);
                this.Report(LogNoticeKind.TornTailCut, path, 0, tail.Length, "was begun but not written, and was removed");
                continue;
            }

            this.nextSequence = tail.NextSequence;
            this.highWater = tail.HighWater;
            if (tail.IsDamage)
            {
                // What comes goes into a new segment: this one stays as it is for the operator to judge.
                this.Report(LogNoticeKind.Damage, path, tail.End, tail.Length - tail.End, $"is damaged ({tail.Finding}); reading will stop there");
                return;
            }

            this.Continue(path, tail);
            return;
        }
    }

    private void Continue(string path, SegmentTail tail)
    {
        this.active = this.openFile(path);
        this.activeLength = tail.End;
        if (tail.End < tail.Length)
        {
            this.active.Cut(tail.End);
            this.Report(LogNoticeKind.TornTailCut, path, tail.End, tail.Length - tail.End, $"had a torn tail ({tail.Finding}), which was cut off");
        }

        // A batch that a killed hub wrote may be whole but not yet on the disk. A repeat of it will be
        // acknowledged as a duplicate, so it has to be durable from here on.
        this.active.FlushToDisk();
    }

    private void Write(ReadOnlySpan<byte> batch, int count, long newHighWater)
    {
        try
        {
            bool isNew = this.active is null || (this.activeLength > SegmentHeader.Size && this.activeLength + batch.Length > this.options.SegmentBytes);
            if (isNew)
            {
                this.BeginSegment();
            }

            this.active!.Write(batch, this.activeLength);
            Flush(this.active);
            lock (this.sync)
            {
                this.activeLength += batch.Length;
                this.nextSequence += count;
                this.highWater = newHighWater;
            }

            if (isNew)
            {
                this.Retain(long.MaxValue);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            this.failure = new IOException(
                $"The observation log in '{this.folder}' cannot be written: {e.Message} "
                + "Nothing more is accepted. Make room or repair the disk, then start the hub again.", e);
            throw this.failure;
        }
    }

    /// <summary>A disk's pace is told by the machine's own watch, whatever clock the hub has.</summary>
    private static void Flush(SegmentFile file)
    {
        long started = TimeProvider.System.GetTimestamp();
        file.FlushToDisk();
        HubInstruments.FlushDuration.Record(TimeProvider.System.GetElapsedTime(started).TotalSeconds);
    }

    private void BeginSegment()
    {
        this.active?.Dispose();
        string path = Path.Combine(this.folder, SegmentHeader.FileName(this.nextSequence));
        SegmentFile file = this.openFile(path);
        Span<byte> header = stackalloc byte[SegmentHeader.Size];
        new SegmentHeader(this.nextSequence, this.highWater).Write(header);
        file.Write(header, 0);
        lock (this.sync)
        {
            this.active = file;
            this.activeLength = SegmentHeader.Size;
            this.segments.Add((path, this.nextSequence));
        }
    }

    private void Retain(long consumed, long archived = long.MaxValue)
    {
        lock (this.retaining)
        {
            (List<(string Path, long FirstSequence)> files, _) = this.Durable();
            foreach ((string path, long bytes) in SegmentRetention.Surplus(files, this.highWater, this.options, consumed, archived))
            {
                try
                {
                    File.Delete(path);
                    this.Report(LogNoticeKind.Removed, path, 0, bytes, "was removed by the limits of size or age");
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    this.Report(LogNoticeKind.NotRemoved, path, 0, bytes, $"could not be removed: {e.Message}");
                    return;
                }

                lock (this.sync)
                {
                    this.segments.RemoveAt(0);
                }
            }
        }
    }

    /// <summary>The segments, and how much of the last one counts.</summary>
    private (List<(string Path, long FirstSequence)> Segments, long LastLength) Durable()
    {
        lock (this.sync)
        {
            return ([.. this.segments], this.active is null ? long.MaxValue : this.activeLength);
        }
    }

    private void ThrowIfFailed()
    {
        if (this.failure is not null)
        {
            throw new IOException(this.failure.Message, this.failure);
        }
    }

    private void Report(LogNoticeKind kind, string path, long offset, long bytes, string what) =>
        this.report?.Invoke(new LogNotice(kind, path, offset, bytes, $"Segment {path} {what} (byte {offset}, {bytes} bytes)."));
}
