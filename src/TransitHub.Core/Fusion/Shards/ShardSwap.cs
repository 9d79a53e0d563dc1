using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// Makes a machine for another static feed beside the one that works: it learns from that one, reads the log on a thread of its own, keeps up with it, and
/// takes its place between two records once all shards are ready. Used by the shard's thread.
/// </summary>
/// <param name="site">The shard's.</param>
/// <param name="log">Its log.</param>
/// <param name="lease">Its lease.</param>
/// <param name="poison">What is left out of the log.</param>
/// <param name="ended">Cancelled when the lease is lost.</param>
internal sealed class ShardSwap(ShardSite site, IObservationLog log, Lease lease, PoisonBook poison, CancellationToken ended)
{
    /// <summary>After so many owners that began and did not come to an end, the next one does not try.</summary>
    public const int MostTries = 3;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private Making? making;
    private ShardWord? told;

    /// <summary>What the log may not forget yet: the last record that the machine beside has taken in. Any thread.</summary>
    public long Through => Volatile.Read(ref this.making)?.Through ?? long.MaxValue;

    /// <summary>Sees what is wanted, and does what is to be done for it now.</summary>
    /// <param name="working">The machine that works, at the end of the log.</param>
    /// <returns>The machine that takes its place, with all records that it has; null: it goes on.</returns>
    /// <exception cref="IOException">The storage failed, or the lease is lost.</exception>
    public ShardMachine? Take(ShardMachine working)
    {
        if (site.Next() is not { } next)
        {
            this.Drop();
            return null;
        }

        if (next.Problem is { } problem)
        {
            this.Tell(next.Id, working.Sequence, isReady: false, problem);
            return null;
        }

        if (next.Setup is not { } setup || setup.Schedule.ContentHash == working.Setup.Schedule.ContentHash)
        {
            return null;
        }

        if (this.making?.Id != next.Id)
        {
            this.Drop();
            this.TryBegin(next.Id, setup, working);
        }

        return this.making is { } begun ? this.GoOn(begun, next, working) : null;
    }

    /// <summary>Ends what is being made.</summary>
    public void Drop()
    {
        if (this.making is { } dropped)
        {
            Volatile.Write(ref this.making, null);
            dropped.Stop.Cancel();
            dropped.Reading.ContinueWith(_ => dropped.Stop.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void TryBegin(string id, ShardSetup setup, ShardMachine working)
    {
        if (this.told?.Id == id && this.told.Problem is not null)
        {
            return;
        }

        ShardWord? former = ShardWord.Of(site.Storage.States.ReadAsync(site.Setup.Shard, ShardWord.Name, ended).AsTask().GetAwaiter().GetResult());
        int tries = former?.Id == id ? former.Tries + 1 : 1;
        if (tries > MostTries && former is { IsReady: false })
        {
            this.Tell(id, working.Sequence, isReady: false, $"{MostTries} processes ended while they made {site.Setup.Shard} anew for it. Is there memory for two static feeds?", former.Tries);
            return;
        }

        this.Tell(id, working.Sequence, isReady: false, null, tries);
        ShardMachine machine = new(setup);
        machine.Inherit(working);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(ended);
        bool isNamesake = setup.Schedule.Version == working.Setup.Schedule.Version;
        var begun = new Making(id, machine, poison.LeftOut, isNamesake, stop) { Limit = working.Sequence };
        begun.Reading = Task.Factory.StartNew(() => this.Follow(begun), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Volatile.Write(ref this.making, begun);
    }

    private ShardMachine? GoOn(Making begun, ShardNext next, ShardMachine working)
    {
        begun.Limit = working.Sequence;
        if (begun.Reading is { IsCompleted: true } over)
        {
            // A lost lease ends the shard's own thread by itself.
            ended.ThrowIfCancellationRequested();
            this.Tell(begun.Id, working.Sequence, isReady: false, over.Result ?? "It ended.");
            this.Drop();
            return null;
        }

        if (begun.IsReady)
        {
            this.Tell(begun.Id, working.Sequence, isReady: true, null);
        }

        return begun.IsReady && next.IsDue ? this.TakeOver(begun, working) : null;
    }

    private ShardMachine TakeOver(Making begun, ShardMachine working)
    {
        begun.Stop.Cancel();
        begun.Reading.Wait(CancellationToken.None);
        this.Read(begun, working.Sequence, CancellationToken.None);
        if (begun.Machine.Sequence < working.Sequence)
        {
            // The log has nothing left of it.
            begun.Machine.PassOver(working.Sequence);
        }

        begun.Machine.Replace(working);
        this.Drop();
        return begun.Machine;
    }

    /// <summary>Reads up to the working machine's record and keeps up with it.</summary>
    /// <returns>Why it gives up, for an operator; null: it was told to stop.</returns>
    private string? Follow(Making begun)
    {
        CancellationToken stop = begun.Stop.Token;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                this.Read(begun, begun.Limit, stop);
                begun.IsReady |= !stop.IsCancellationRequested;
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The shard's thread sees for itself that the storage is gone; else it goes on from where it is.
            }
            catch (OutOfMemoryException)
            {
                return "There is not memory enough in this process for two static feeds.";
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                return $"Record {begun.At} of {site.Setup.Shard} cannot be taken in with it: {exception.GetType().Name}: {exception.Message}";
            }

            stop.WaitHandle.WaitOne(Rest);
        }

        return null;
    }

    private void Read(Making begun, long upTo, CancellationToken stop)
    {
        foreach (LoggedRecord record in log.ReadAfter(begun.Machine.Sequence, stop))
        {
            if (record.Sequence > upTo || stop.IsCancellationRequested)
            {
                return;
            }

            begun.At = record.Sequence;
            if (begun.LeftOut.Contains(record.Sequence) || (begun.IsNamesake && record.Observation is LinkTraversals))
            {
                begun.Machine.PassOver(record.Sequence);
            }
            else
            {
                site.Take(begun.Machine, record);
            }

            begun.Through = record.Sequence;
        }
    }

    private void Tell(string id, long sequence, bool isReady, string? problem, int? tries = null)
    {
        ShardWord word = new(id, tries ?? (this.told?.Id == id ? this.told.Tries : 1), isReady, problem);
        if (word != this.told)
        {
            site.Storage.States.SaveAsync(site.Setup.Shard, ShardWord.Name, word.Keep(sequence), lease, ended).AsTask().GetAwaiter().GetResult();
            this.told = word;
        }
    }

    /// <summary>A machine that is being made, and the thread that makes it.</summary>
    private sealed class Making(string id, ShardMachine machine, IReadOnlySet<long> leftOut, bool isNamesake, CancellationTokenSource stop)
    {
        private long through;
        private long limit;
        private volatile bool isReady;

        public string Id => id;

        public ShardMachine Machine => machine;

        /// <summary>What is left out of the log.</summary>
        public IReadOnlySet<long> LeftOut => leftOut;

        /// <summary>Both static feeds have the same version: indexes of links in the log would be taken for the new one's.</summary>
        public bool IsNamesake => isNamesake;

        public CancellationTokenSource Stop => stop;

        public Task<string?> Reading { get; set; } = Task.FromResult<string?>(null);

        /// <summary>The record that is being taken in; its thread's own.</summary>
        public long At { get; set; }

        public long Through
        {
            get => Interlocked.Read(ref this.through);
            set => Interlocked.Exchange(ref this.through, value);
        }

        /// <summary>The working machine's record, which this one is never ahead of.</summary>
        public long Limit
        {
            get => Interlocked.Read(ref this.limit);
            set => Interlocked.Exchange(ref this.limit, value);
        }

        public bool IsReady
        {
            get => this.isReady;
            set => this.isReady = value;
        }
    }
}
