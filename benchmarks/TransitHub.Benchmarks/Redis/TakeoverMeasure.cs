using System.Diagnostics;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Benchmarks.Redis;

/// <summary>How long a shard is without an owner when its owner is gone without a word, and when it hands the lease over.</summary>
internal static class TakeoverMeasure
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(ILeases leases, CancellationToken cancellation)
    {
        var keeper = new LeaseKeeper(leases, TimeProvider.System);
        LeaseName name = LeaseName.OfShard(ShardId.From(FeedId.Parse("bench"), 1));
        List<double> crashed = [];
        List<double> handedOver = [];
        for (int round = 0; round < 5; round++)
        {
            await leases.TryAcquireAsync(name, $"gone-{round}", Duration, cancellation).ConfigureAwait(false);
            long started = Stopwatch.GetTimestamp();
            HeldLease next = await keeper.HoldAsync(name, $"next-{round}", Duration, cancellation).ConfigureAwait(false);
            crashed.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            Task<HeldLease> waiting = keeper.HoldAsync(name, $"waits-{round}", Duration, cancellation);
            started = Stopwatch.GetTimestamp();
            await next.DisposeAsync().ConfigureAwait(false);
            await (await waiting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            handedOver.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        Console.WriteLine($"  leases of {Duration.TotalSeconds} s: taken over after a crash in {crashed.Average():F1} s ({crashed.Max():F1} at most), after being given back in {handedOver.Average():F1} s ({handedOver.Max():F1})");
    }
}
