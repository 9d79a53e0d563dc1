using System.Text;
using TransitHub.Gtfs.Comparing;
using TransitHub.Server.Commands.Gtfs;

namespace TransitHub.Server.Statics;

/// <summary>
/// Comparisons of static versions for readers of HTTP. One reads two whole feeds, which takes memory and seconds, so one is made at a time, few wait, and what
/// was made is kept: versions are named by their content, so it stays right.
/// </summary>
internal sealed class StaticComparisons : IDisposable
{
    /// <summary>Comparisons that are kept: each pair that two operators look at in turn.</summary>
    public const int Kept = 8;

    /// <summary>Comparisons that are made or wait for it.</summary>
    public const int MostUnfinished = 4;

    private readonly Lock gate = new();
    private readonly List<(string Name, Task<byte[]> Work)> known = [];
    private readonly SemaphoreSlim one = new(1);
    private readonly CancellationTokenSource closing = new();

    /// <summary>Names the comparison of two versions.</summary>
    public static string NameOf(StaticVersion before, StaticVersion after) => $"{before.ContentHash}-{after.ContentHash}";

    /// <summary>The comparison of two zips as JSON, as <c>gtfs diff --json</c> writes it; goes on when its reader goes.</summary>
    /// <param name="name">Names both contents.</param>
    /// <param name="before">The former zip.</param>
    /// <param name="after">The later zip.</param>
    /// <returns>Null: too many wait.</returns>
    public Task<byte[]>? TryCompare(string name, string before, string after)
    {
        lock (this.gate)
        {
            // What failed is tried again: a file may have been on its way out.
            this.known.RemoveAll(k => k.Work.IsFaulted || k.Work.IsCanceled);
            int at = this.known.FindIndex(k => k.Name == name);
            Task<byte[]>? work = at >= 0 ? this.known[at].Work : null;
            if (work is null)
            {
                if (this.known.Count(k => !k.Work.IsCompleted) >= MostUnfinished)
                {
                    return null;
                }

                work = this.MakeAsync(before, after);
            }
            else
            {
                this.known.RemoveAt(at);
            }

            this.known.Add((name, work));
            if (this.known.Count > Kept && this.known.FindIndex(k => k.Work.IsCompleted) is >= 0 and var oldest)
            {
                this.known.RemoveAt(oldest);
            }

            return work;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.closing.Cancel();
        this.closing.Dispose();
    }

    private async Task<byte[]> MakeAsync(string before, string after)
    {
        CancellationToken stop = this.closing.Token;
        await Task.Yield();
        await this.one.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            // A thread of its own: those of the pool answer readers.
            return await Task.Factory.StartNew(
                () => Encoding.UTF8.GetBytes(ReportJson.Write(FeedComparison.Compare(before, after, stop))), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            this.one.Release();
        }
    }
}
