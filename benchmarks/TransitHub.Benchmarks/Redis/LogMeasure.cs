using System.Diagnostics;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;

namespace TransitHub.Benchmarks.Redis;

/// <summary>Appends and reads through the port, whatever keeps the log.</summary>
internal static class LogMeasure
{
    /// <summary>Observations in one append: what gathers while the last append is under way at little, middling and much traffic.</summary>
    public static readonly int[] Batches = [20, 100, 500];

    public static async Task RunAsync(IHubStorage storage, AvlReport[] reports, int batch, int writers, CancellationToken cancellation)
    {
        ShardId shard = ShardId.From(FeedId.Parse("bench"), 0);
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(
            async () =>
            {
                await using IObservationLog log = await storage.OpenLogAsync(shard, null, null, cancellation).ConfigureAwait(false);
                int share = reports.Length / writers;
                for (int at = w * share; at < (w + 1) * share; at += batch)
                {
                    await log.AppendAsync(new ArraySegment<AvlReport>(reports, at, Math.Min(batch, ((w + 1) * share) - at)), cancellation).ConfigureAwait(false);
                }
            },
            cancellation))).ConfigureAwait(false);
        double appended = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await using IObservationLog reader = await storage.OpenLogAsync(shard, null, null, cancellation).ConfigureAwait(false);
        started = Stopwatch.GetTimestamp();
        int read = reader.ReadAfter(0, cancellation).Count();
        double took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        int expected = reports.Length / writers * writers;
        if (read != expected)
        {
            throw new InvalidOperationException($"{read} of {expected} were read.");
        }

        Console.WriteLine(
            $"  {batch,4} an append, {writers} writer: append {read / appended,10:N0}/s ({appended / read * batch * writers * 1e6,6:F0} us an append), read {read / took,10:N0}/s");
    }
}
