using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Serving;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Books;
using TransitHub.Gtfs.Reading;
using TransitHub.Server.Commands;
using TransitHub.Server.Options;

namespace TransitHub.Server.Statics;

/// <summary>
/// A feed's static versions as one process of a scaled-out hub has them: the document that all share, and the schedules that it names, each read once for all
/// roles of the process. Any thread.
/// </summary>
/// <param name="feed">The feed.</param>
/// <param name="own">What this process was started with.</param>
/// <param name="settings">What the operator has set about it; null: nothing.</param>
/// <param name="storage">What all processes share.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class SharedStatics(FeedId feed, LoadedSchedule own, FeedSettings? settings, IHubStorage storage, TimeProvider clock) : IDisposable
{
    private const int Tries = 20;
    private const int MostAsked = 16;

    /// <summary>A version that could not be read is tried again after so long.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim one = new(1);
    private readonly Lock sync = new();
    private readonly Dictionary<string, (Task<LoadedSchedule> Work, long At)> loads = [];
    private readonly Dictionary<string, long> asked = [];
    private volatile StaticBook book = StaticBook.None;
    private volatile string? folder;
    private string? alsoNeeded;
    private long version;
    private long looks;

    /// <summary>What all share, as of the last look.</summary>
    public StaticBook Book => this.book;

    /// <summary>What this process was started with.</summary>
    public LoadedSchedule Own => own;

    /// <summary>Content hash of the version in service.</summary>
    public string InService => this.book.InService?.ContentHash ?? own.Schedule.ContentHash;

    /// <summary>Keeps zips in a folder, by their content hash; otherwise they are read from memory.</summary>
    public void KeepIn(string kept) => this.folder = kept;

    /// <summary>Looks at what all share, and begins to read what it names.</summary>
    /// <exception cref="IOException">The storage failed; what was known stands.</exception>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await this.one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await this.LookAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            this.one.Release();
        }
    }

    /// <summary>Changes what all share.</summary>
    /// <param name="change">What is to be made of it; null: nothing. May be asked several times.</param>
    /// <param name="audit">What is done, a line.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>False: nothing was to be done.</returns>
    /// <exception cref="IOException">The storage failed; either may stand.</exception>
    public async Task<bool> ChangeAsync(Func<StaticBook, StaticBook?> change, string audit, CancellationToken cancellation)
    {
        await this.one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            for (int attempt = 0; attempt < Tries; attempt++)
            {
                await this.LookAsync(cancellation).ConfigureAwait(false);
                if (change(this.book) is not { } next)
                {
                    return false;
                }

                if (await storage.Statics.TryReplaceAsync(feed, next.Write(), audit, this.version, cancellation).ConfigureAwait(false) is { } written)
                {
                    this.Know(next, written);
                    return true;
                }
            }
        }
        finally
        {
            this.one.Release();
        }

        throw new IOException($"What all share of {feed}'s static versions changes all the time; try again.");
    }

    /// <summary>A schedule, once it is read.</summary>
    /// <exception cref="IOException">It cannot be read; the message says why.</exception>
    public Task<LoadedSchedule> GetAsync(string contentHash, CancellationToken cancellation) => this.Begin(contentHash).WaitAsync(cancellation);

    /// <summary>A schedule that is read; null: it is not yet, and <paramref name="problem"/> says why it cannot be, if so.</summary>
    public LoadedSchedule? Look(string contentHash, out string? problem)
    {
        Task<LoadedSchedule> work = this.Begin(contentHash);
        problem = work.IsFaulted ? work.Exception.InnerException!.Message : null;
        return work.IsCompletedSuccessfully ? work.Result : null;
    }

    /// <summary>The static feed that a shard's word is of.</summary>
    public FoundSchedule Find(ShardChanges told)
    {
        if (told.ScheduleHash is not { } hash || hash == own.Schedule.ContentHash)
        {
            return new FoundSchedule(told.ScheduleHash is null ? null : own.Schedule, IsComing: false);
        }

        lock (this.sync)
        {
            if (this.loads.TryGetValue(hash, out (Task<LoadedSchedule> Work, long At) load) && load.Work.IsCompletedSuccessfully)
            {
                return new FoundSchedule(load.Work.Result.Schedule, IsComing: false);
            }

            if (!this.book.Mentions(hash))
            {
                // What is known here may be older than the word: at the next look it is named, or nobody knows it.
                if (this.asked.Count > MostAsked)
                {
                    this.asked.Clear();
                }

                this.asked.TryAdd(hash, this.looks);
                return new FoundSchedule(null, IsComing: this.looks <= this.asked[hash]);
            }

            this.alsoNeeded = hash;
        }

        _ = this.Begin(hash);
        return new FoundSchedule(null, IsComing: true);
    }

    /// <inheritdoc/>
    public void Dispose() => this.one.Dispose();

    private async Task LookAsync(CancellationToken cancellation)
    {
        BookDocument? later = await storage.Statics.FindAsync(feed, this.version, cancellation).ConfigureAwait(false);
        if (later is not null)
        {
            this.Know(StaticBook.Of(later), later.Version);
        }

        lock (this.sync)
        {
            this.looks++;
        }

        if (this.book.InService is { } served)
        {
            _ = this.Begin(served.ContentHash);
        }

        if (this.book.Turn is { } turn)
        {
            _ = this.Begin(turn.Version.ContentHash);
        }
    }

    private void Know(StaticBook known, long at)
    {
        (this.book, this.version) = (known, at);
        lock (this.sync)
        {
            foreach (string gone in this.loads.Keys.Where(h => h != known.InService?.ContentHash && h != known.Turn?.Version.ContentHash && h != this.alsoNeeded).ToList())
            {
                this.loads.Remove(gone);
            }
        }
    }

    private Task<LoadedSchedule> Begin(string contentHash)
    {
        if (contentHash == own.Schedule.ContentHash)
        {
            return Task.FromResult(own);
        }

        lock (this.sync)
        {
            if (this.loads.TryGetValue(contentHash, out (Task<LoadedSchedule> Work, long At) load) && !(load.Work.IsFaulted && clock.GetElapsedTime(load.At) >= Again))
            {
                return load.Work;
            }

            Task<LoadedSchedule> work = Task.Factory.StartNew(
                () => this.Read(contentHash), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            this.loads[contentHash] = (work, clock.GetTimestamp());
            return work;
        }
    }

    private LoadedSchedule Read(string contentHash)
    {
        try
        {
            string? file = this.folder is { } kept ? Path.Combine(kept, contentHash + ".zip") : null;
            ScheduleReadResult read = file is not null && File.Exists(file) ? ScheduleReader.Read(file) : this.Fetch(contentHash, file);
            if (read.Schedule.ContentHash != contentHash || read.Schedule.Patterns.Count == 0)
            {
                if (file is not null)
                {
                    File.Delete(file);
                }

                throw new IOException($"The zip of static version {contentHash} holds another feed, or no trip that can be used.");
            }

            return new LoadedSchedule(read.Schedule, file) { Devices = settings is null ? Core.Devices.DeviceRegistry.Empty : DevicesLoader.Load(settings, read.Schedule, static _ => { }) };
        }
        catch (Exception exception) when (exception is CommandException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new IOException(exception.Message, exception);
        }
        catch (OutOfMemoryException)
        {
            throw new IOException("There is not memory enough in this process for two static feeds.");
        }
    }

    private ScheduleReadResult Fetch(string contentHash, string? file)
    {
        byte[] zip = storage.StaticZips.FindAsync(feed, contentHash, CancellationToken.None).AsTask().GetAwaiter().GetResult()
            ?? throw new IOException($"The storage has no zip of static version {contentHash}. Publish it again.");
        if (file is null)
        {
            return ScheduleReader.Read(new MemoryStream(zip, writable: false));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        StaticVersions.WriteWhole(file, stream => stream.Write(zip));
        return ScheduleReader.Read(file);
    }
}
