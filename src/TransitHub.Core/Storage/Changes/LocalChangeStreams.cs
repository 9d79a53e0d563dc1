using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Storage.Changes;

/// <summary>
/// Streams in memory, the embedded form: who writes them and who follows them end with the process, and the next one tells its whole state first.
/// </summary>
/// <param name="leases">Tells whether a writer may still write.</param>
public sealed class LocalChangeStreams(LocalLeases leases) : IChangeStreams
{
    private readonly Lock sync = new();
    private readonly Dictionary<LeaseName, Stretch> streams = [];

    /// <inheritdoc/>
    public ValueTask AppendAsync(long id, ReadOnlyMemory<byte> content, Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentOutOfRangeException.ThrowIfLessThan(id, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, IChangeStreams.MaxEntryBytes);
        leases.Write(lease, () =>
        {
            lock (this.sync)
            {
                if (!this.streams.TryGetValue(lease.Name, out Stretch? stretch))
                {
                    this.streams[lease.Name] = stretch = new Stretch();
                }

                stretch.Append(lease.Name, new ChangeEntry(id, content.ToArray()));
            }
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadAfterAsync(LeaseName stream, long id, int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        lock (this.sync)
        {
            return ValueTask.FromResult(
                this.streams.TryGetValue(stream, out Stretch? stretch) ? stretch.ReadAfter(id, most) : id == 0 ? ChangePage.Empty : ChangePage.Gone);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ChangeExtent> ExtentAsync(LeaseName stream, CancellationToken cancellationToken)
    {
        lock (this.sync)
        {
            return ValueTask.FromResult(this.streams.TryGetValue(stream, out Stretch? stretch) ? stretch.Extent : new ChangeExtent(1, 0));
        }
    }

    /// <inheritdoc/>
    public ValueTask TrimAsync(LeaseName stream, long first, CancellationToken cancellationToken)
    {
        lock (this.sync)
        {
            this.streams.GetValueOrDefault(stream)?.Trim(first);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The entries of one stream that are there.</summary>
    private sealed class Stretch
    {
        private readonly Queue<ChangeEntry> entries = [];
        private long last;

        public ChangeExtent Extent => new(this.last - this.entries.Count + 1, this.last);

        public void Append(LeaseName stream, ChangeEntry entry)
        {
            if (entry.Id <= this.last)
            {
                return;
            }

            if (entry.Id != this.last + 1)
            {
                throw new ChangeGapException(stream, entry.Id, this.last);
            }

            this.last = entry.Id;
            this.entries.Enqueue(entry);
            this.Trim(this.last - IChangeStreams.MaxEntries + 1);
        }

        public ChangePage ReadAfter(long id, int most)
        {
            if (id == this.last)
            {
                return ChangePage.Empty;
            }

            long first = this.Extent.First;
            return id > this.last || id + 1 < first
                ? ChangePage.Gone
                : new ChangePage([.. this.entries.Skip((int)(id + 1 - first)).Take(most)], IsGone: false);
        }

        public void Trim(long first)
        {
            while (this.entries.TryPeek(out ChangeEntry? oldest) && oldest.Id < first)
            {
                this.entries.Dequeue();
            }
        }
    }
}
