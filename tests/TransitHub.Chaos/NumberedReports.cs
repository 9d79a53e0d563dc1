using TransitHub.Testing.Counts;

namespace TransitHub.Chaos;

/// <summary>Publishes what the city's devices have to report when they have it, until each is acknowledged.</summary>
/// <param name="city">The devices.</param>
/// <param name="port">The broker's.</param>
internal sealed class NumberedReports(ChaosCity city, int port)
{
    private const int Connections = 4;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(50);
    private readonly long[] acknowledged = new long[city.Sources];
    private readonly NumberedPublisher[] publishers = [.. Enumerable.Range(0, Connections).Select(_ => new NumberedPublisher(port))];

    /// <summary>How many reports of a source were acknowledged: all with a lower number.</summary>
    public long AcknowledgedOf(int source) => this.acknowledged[source];

    /// <summary>All that were acknowledged.</summary>
    public long Acknowledged => this.publishers.Sum(p => p.Acknowledged);

    /// <summary>Sent once more because a connection was lost.</summary>
    public long Resent => this.publishers.Sum(p => p.Resent);

    /// <summary>Sent once more because the broker had no subscriber for them.</summary>
    public long Untaken => this.publishers.Sum(p => p.Untaken);

    /// <summary>Publishes until told to stop, and returns when all that was sent is acknowledged.</summary>
    /// <param name="stop">Says that it is enough.</param>
    /// <param name="cancellation">Ends even the trying.</param>
    public Task RunAsync(CancellationToken stop, CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, Connections).Select(i => Task.Run(() => this.RunAsync(i, stop, cancellation), cancellation)));

    private async Task RunAsync(int connection, CancellationToken stop, CancellationToken cancellation)
    {
        long[] next = new long[city.Sources];
        List<(double DueAt, CountMessage Message)> due = [];
        using NumberedPublisher publisher = this.publishers[connection];
        while (!stop.IsCancellationRequested)
        {
            double now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
            due.Clear();
            for (int source = connection; source < next.Length; source += Connections)
            {
                for (; city.DueAt(source, next[source]) is var at && at <= now; next[source]++)
                {
                    due.Add((at, city.Report(source, next[source])));
                }
            }

            due.Sort(static (a, b) => a.DueAt.CompareTo(b.DueAt));
            await publisher.PublishAsync([.. due.Select(d => d.Message)], cancellation);
            for (int source = connection; source < next.Length; source += Connections)
            {
                this.acknowledged[source] = next[source];
            }

            await Task.Delay(Round, TimeProvider.System, CancellationToken.None);
        }
    }
}
