using System.Globalization;
using System.Text;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Storage.Published;

/// <summary>
/// The published messages in memory, the embedded form. Only times and tags are kept in a file, <c>{data}/{feed}/published</c>: what was published before a
/// restart is made anew, and must not look older.
/// </summary>
/// <param name="data">The hub's data folder.</param>
/// <param name="leases">Tells whether an encoder may still publish.</param>
public sealed class LocalFeedStore(string data, LocalLeases leases) : IFeedStore
{
    private readonly Lock sync = new();
    private readonly Dictionary<FeedId, FeedEdition> editions = [];
    private readonly Dictionary<FeedId, Dictionary<string, (long Time, string Tag)>> last = [];

    /// <inheritdoc/>
    public ValueTask<long> PublishAsync(FeedId feed, IReadOnlyList<PublishedFeed> feeds, Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(feeds);
        ArgumentNullException.ThrowIfNull(lease);
        long number = 0;
        leases.Write(lease, () =>
        {
            lock (this.sync)
            {
                number = this.Publish(feed, feeds);
            }
        });
        return ValueTask.FromResult(number);
    }

    /// <inheritdoc/>
    public ValueTask<FeedEdition?> FindAsync(FeedId feed, FeedEdition? known, CancellationToken cancellationToken)
    {
        lock (this.sync)
        {
            FeedEdition? newest = this.editions.GetValueOrDefault(feed);
            return ValueTask.FromResult(newest is null || newest.Number == known?.Number ? known : newest);
        }
    }

    private long Publish(FeedId feed, IReadOnlyList<PublishedFeed> feeds)
    {
        Dictionary<string, (long Time, string Tag)> times = new(this.Times(feed));
        foreach (PublishedFeed next in feeds)
        {
            StorageName.ThrowIfInvalid(next.Name);
            (long time, string tag) = (next.Bytes.HeaderTimestamp, next.Bytes.Protobuf.ETag);
            if (times.TryGetValue(next.Name, out (long Time, string Tag) before) && (time < before.Time || (time == before.Time && tag != before.Tag)))
            {
                throw new FeedTimeException(next.Name, time, before.Time);
            }

            times[next.Name] = (time, tag);
        }

        this.Keep(feed, times);
        FeedEdition edition = this.editions.GetValueOrDefault(feed) ?? new FeedEdition(0, []);
        Dictionary<string, PublishedFeed> all = edition.Feeds.ToDictionary(f => f.Name, StringComparer.Ordinal);
        foreach (PublishedFeed next in feeds)
        {
            all[next.Name] = all.GetValueOrDefault(next.Name) is { } same && same.Bytes.Protobuf.ETag == next.Bytes.Protobuf.ETag ? same : next;
        }

        this.editions[feed] = new FeedEdition(edition.Number + 1, [.. all.Values.OrderBy(f => f.Name, StringComparer.Ordinal)]);
        return edition.Number + 1;
    }

    private Dictionary<string, (long Time, string Tag)> Times(FeedId feed)
    {
        if (this.last.TryGetValue(feed, out Dictionary<string, (long Time, string Tag)>? known))
        {
            return known;
        }

        StateFileContent read = StateFile.Read(this.PathOf(feed));
        if (read.Problem is { } problem)
        {
            throw new IOException($"The times of published feeds cannot be used: {problem} Remove the file when no consumer can have seen a later time than the clock's.");
        }

        return this.last[feed] = Encoding.UTF8.GetString(read.Content ?? []).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' '))
            .ToDictionary(p => p[0], p => (long.Parse(p[1], CultureInfo.InvariantCulture), p[2]), StringComparer.Ordinal);
    }

    private void Keep(FeedId feed, Dictionary<string, (long Time, string Tag)> times)
    {
        string path = this.PathOf(feed);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        IEnumerable<string> lines = times.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Key} {t.Value.Time} {t.Value.Tag}\n"));
        StateFile.Write(path, Encoding.UTF8.GetBytes(string.Concat(lines)));
        this.last[feed] = times;
    }

    private string PathOf(FeedId feed) => Path.Combine(data, feed.ToString(), "published");
}
