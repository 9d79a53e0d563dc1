using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Published;
using TransitHub.Core.Storage.States;
using TransitHub.Redis;
using Lease = TransitHub.Core.Storage.Leases.Lease;

namespace TransitHub.Benchmarks.Redis;

/// <summary>States and published feeds of sizes that a city has: how long to write and read, and what memory they take.</summary>
internal static class ValueMeasure
{
    private const int Rounds = 20;

    public static async Task RunAsync(RedisStorage storage, IDatabase raw, RedisKeys keys, CancellationToken cancellation)
    {
        FeedId feed = FeedId.Parse("bench");
        ShardId shard = ShardId.From(feed, 0);
        Lease writer = (await storage.Leases.TryAcquireAsync(LeaseName.OfShard(shard), "bench", TimeSpan.FromHours(1), cancellation).ConfigureAwait(false))!;
        Lease encoder = (await storage.Leases.TryAcquireAsync(LeaseName.OfEncoder(feed), "bench", TimeSpan.FromHours(1), cancellation).ConfigureAwait(false))!;
        foreach (double megabytes in new[] { 0.1, 1.3, 6.5, 20 })
        {
            byte[] content = new byte[(int)(megabytes * 1e6)];
            new Random(1).NextBytes(content);
            string once = string.Create(CultureInfo.InvariantCulture, $"once-{content.Length}");
            await storage.States.SaveAsync(shard, once, new StoredState(1, 0, content), writer, cancellation).ConfigureAwait(false);
            double each = (long)await raw.ExecuteAsync("MEMORY", "USAGE", keys.StateContent(LeaseName.OfShard(shard), once, 1)).ConfigureAwait(false) / (double)content.Length;
            double save = await MeanAsync(i => storage.States.SaveAsync(shard, "bench", new StoredState(1, i, content), writer, cancellation).AsTask()).ConfigureAwait(false);
            double read = await MeanAsync(_ => storage.States.ReadAsync(shard, "bench", cancellation).AsTask()).ConfigureAwait(false);
            FeedEdition? known = null;
            double publish = 0;
            double fetch = 0;
            for (int i = 0; i < Rounds; i++)
            {
                content[0]++;
                PublishedFeed next = new("bench", new FeedBytes(content.ToArray(), 1_795_413_600 + (100 * (long)megabytes) + i));
                publish += await MeanAsync(_ => storage.Feeds.PublishAsync(feed, [next], encoder, cancellation).AsTask(), 1).ConfigureAwait(false) / Rounds;
                fetch += await MeanAsync(async _ => known = await storage.Feeds.FindAsync(feed, known, cancellation).ConfigureAwait(false), 1).ConfigureAwait(false) / Rounds;
            }

            double unchanged = await MeanAsync(_ => storage.Feeds.FindAsync(feed, known, cancellation).AsTask()).ConfigureAwait(false);
            Console.WriteLine(
                $"  {megabytes,4:F1} MB: state saved in {save:F1} ms, read in {read:F1} ms ({each:F2} B of memory a byte); feed published in {publish:F1} ms, "
                + $"fetched in {fetch:F1} ms, asked for without news in {unchanged * 1000:F0} us");
        }
    }

    private static async Task<double> MeanAsync(Func<int, Task> call, int rounds = Rounds)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < rounds; i++)
        {
            await call(i).ConfigureAwait(false);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / rounds;
    }
}
