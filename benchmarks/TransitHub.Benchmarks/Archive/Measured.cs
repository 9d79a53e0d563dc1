using System.Diagnostics;

namespace TransitHub.Benchmarks.Archive;

/// <summary>What a piece of work took.</summary>
/// <param name="Seconds">By the clock.</param>
/// <param name="CpuSeconds">Of all threads.</param>
/// <param name="HeapBytes">How far the heap grew above what it was before, at most, seen every 20 ms.</param>
/// <param name="AllocatedBytes">All that was allocated.</param>
internal sealed record Measured(double Seconds, double CpuSeconds, long HeapBytes, long AllocatedBytes)
{
    /// <summary>Runs the work; what it returns is only there so that it is not left out.</summary>
    public static async Task<Measured> OfAsync(Func<Task<long>> work)
    {
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        using var process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long peak = before;
        using var ended = new CancellationTokenSource();
        Task watching = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
                await Task.Delay(20, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        long started = Stopwatch.GetTimestamp();
        long result = await Task.Run(work).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await ended.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        process.Refresh();
        return new Measured(seconds, (process.TotalProcessorTime - cpu).TotalSeconds, result >= 0 ? peak - before : 0, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }
}
