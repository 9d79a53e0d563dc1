namespace TransitHub.Simulation.Recordings;

/// <summary>
/// A recording that is read once, from its first item to its last. One thread reads; <see cref="ItemsRead"/> and
/// <see cref="ShareRead"/> may be looked at from any.
/// </summary>
public abstract class Recording : IDisposable
{
    private readonly RecordedClock clock = new();
    private long itemsRead;
    private RecordedItem next;
    private bool hasNext;

    private protected Recording(string path, RecordingFormat format)
    {
        this.Path = path;
        this.Format = format;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>Its format.</summary>
    public RecordingFormat Format { get; }

    /// <summary>True: what is in it was accepted by a hub's gate once, with the correction of its device's clock.</summary>
    public bool IsPastGate => this.Format is RecordingFormat.ObservationLog or RecordingFormat.Archive;

    /// <summary>Items read so far, refused ones included.</summary>
    public long ItemsRead => Interlocked.Read(ref this.itemsRead);

    /// <summary>How much of the recording has been read, 0 to 1, for a progress report; null: unknown.</summary>
    public abstract double? ShareRead { get; }

    /// <summary>Reads the next item; false at the end. What cannot be read comes as an item with a refusal.</summary>
    /// <exception cref="RecordingException">
    /// The recording cannot be read further (the item in which it breaks off is not given out), or its end came before the first item.
    /// </exception>
    public bool TryRead(out RecordedItem item)
    {
        if (this.ItemsRead == 0 && !this.hasNext)
        {
            this.hasNext = this.TryReadNext(out this.next);
        }

        item = this.next;
        bool found = this.hasNext;
        this.hasNext = found && this.TryReadNext(out this.next);
        if (!this.hasNext && this.Failure is { } failure)
        {
            throw failure;
        }

        if (!found)
        {
            return this.ItemsRead > 0
                ? false
                : throw RecordingException.Unusable($"{this.Path} holds nothing to replay: {this.NothingFound}");
        }

        Interlocked.Increment(ref this.itemsRead);
        item = this.clock.Take(item);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What broke the recording off where it seemed to end; null: it is whole. One item is read ahead, so that a broken one is not given out.</summary>
    private protected virtual RecordingException? Failure => null;

    /// <summary>What the end of an empty recording means, for a person.</summary>
    private protected abstract string NothingFound { get; }

    /// <summary>Reads the next item in the recording's own order.</summary>
    private protected abstract bool TryReadNext(out RecordedItem item);

    /// <summary>Closes what the recording holds open.</summary>
    protected abstract void Dispose(bool disposing);
}
