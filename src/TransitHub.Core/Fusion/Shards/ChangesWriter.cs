using TransitHub.Core.Dispatching;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Books;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// Writes what operators want changed of the service into a shard's log: when the shard is taken up, so that it is there however old it is, and whenever
/// somebody wrote something. The owner does it, and not who wrote: so each shard has it exactly as it stands in the store, whoever fails in between.
/// </summary>
/// <param name="site">The shard's.</param>
/// <param name="log">The log, opened under the lease.</param>
/// <param name="ended">Cancelled when the lease is lost.</param>
internal sealed class ChangesWriter(ShardSite site, IObservationLog log, CancellationToken ended)
{
    /// <summary>How often it looks, milliseconds: the feeds are to follow within a second.</summary>
    private const int LookMilliseconds = 200;

    private readonly Observation[] one = new Observation[1];
    private long version;
    private long? lookedAt;
    private bool isFailing;

    /// <summary>Appends what stands in the store if it is another than the log has from this owner.</summary>
    /// <param name="newest">The latest time of the records that were taken in: none is before it.</param>
    /// <exception cref="IOException">The log failed, or the lease is lost.</exception>
    public void AppendIfNew(Timestamp newest)
    {
        if (this.lookedAt is { } looked && site.Clock.GetElapsedTime(looked).TotalMilliseconds < LookMilliseconds)
        {
            return;
        }

        this.lookedAt = site.Clock.GetTimestamp();
        if (this.Read() is not { } book)
        {
            return;
        }

        Timestamp now = Timestamp.Now(site.Clock);
        this.one[0] = ServiceChanges.Of(book, newest > now ? newest : now);
        log.AppendAsync(this.one, ended).AsTask().GetAwaiter().GetResult();
        this.version = book.Version;
    }

    /// <summary>A book that cannot be read stops no shard: what it had stands until it ends by itself.</summary>
    private ChangeBook? Read()
    {
        try
        {
            BookDocument? document = site.Storage.ServiceChanges.FindAsync(site.Setup.Shard.Feed, this.version, ended).AsTask().GetAwaiter().GetResult();
            ChangeBook? book = document is null ? null : ChangeBook.Decode(document.Version, document.Text);
            this.isFailing = false;
            return book;
        }
        catch (IOException exception)
        {
            if (!this.isFailing)
            {
                site.Notice($"What operators want changed of the service of {site.Setup.Shard.Feed} cannot be read: {exception.Message}");
            }

            this.isFailing = true;
            return null;
        }
    }
}
