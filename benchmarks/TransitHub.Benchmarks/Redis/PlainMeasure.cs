using System.Diagnostics;
using StackExchange.Redis;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage.Records;

namespace TransitHub.Benchmarks.Redis;

/// <summary>What Redis can do with the same bytes: plain XADD of entries made beforehand, many under way at once, and XRANGE of them without decoding.</summary>
internal static class PlainMeasure
{
    private const int UnderWay = 200;
    private const int Page = 32;

    public static async Task RunAsync(ConnectionMultiplexer raw, AvlReport[] reports, int batch, CancellationToken cancellation)
    {
        await raw.GetServers()[0].FlushAllDatabasesAsync().ConfigureAwait(false);
        IDatabase database = raw.GetDatabase();
        var encoder = new LogEntry();
        List<byte[]> entries = [];
        for (int at = 0; at < reports.Length; at += batch)
        {
            entries.Add(encoder.Encode(new ArraySegment<AvlReport>(reports, at, Math.Min(batch, reports.Length - at)), 0, int.MaxValue, out _, out _).ToArray());
        }

        long started = Stopwatch.GetTimestamp();
        foreach (byte[][] group in entries.Chunk(UnderWay))
        {
            await Task.WhenAll(group.Select(e => database.StreamAddAsync("plain", "b", e))).WaitAsync(cancellation).ConfigureAwait(false);
        }

        double added = Stopwatch.GetElapsedTime(started).TotalSeconds;
        started = Stopwatch.GetTimestamp();
        RedisValue next = "-";
        int read = 0;
        while (await database.StreamRangeAsync("plain", next, "+", Page).ConfigureAwait(false) is { Length: > 0 } page)
        {
            read += page.Length;
            next = "(" + page[^1].Id;
        }

        double took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(
            $"  {batch,4} an entry, plain XADD, {UnderWay} under way: {reports.Length / added,10:N0}/s ({entries.Count / added:N0} entries/s), plain XRANGE: {(double)reports.Length * read / entries.Count / took,10:N0}/s");
    }
}
