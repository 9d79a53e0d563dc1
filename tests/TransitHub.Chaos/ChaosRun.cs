using TransitHub.Core.Ids;
using TransitHub.Gtfs;

namespace TransitHub.Chaos;

/// <summary>
/// A hub of real processes under load, each of which is killed or paused in turn, and Redis and the broker with them. Numbered observations are published
/// throughout, and readers follow. In the end each acknowledged observation must have had its effect once, and no reader may have seen time go back.
/// </summary>
/// <param name="options">How long and how much.</param>
public sealed class ChaosRun(ChaosOptions options)
{
    /// <summary>Goes through all of it.</summary>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="TimeoutException">A process did not come back; the message has its last words.</exception>
    public async Task<ChaosResult> RunAsync(CancellationToken cancellation)
    {
        ChaosCity city = new(options.Rate, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        await using ChaosHub hub = await ChaosHub.StartAsync(options, city, cancellation);
        options.Notice?.Invoke("all processes are ready");
        NumberedReports reports = new(city, hub.Broker.Port);
        ChaosTroubles troubles = new(hub, options);
        FeedBook feeds = new();
        ChangesReader changes = new(hub.Serve);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var readers = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task reading = Task.WhenAll([changes.RunAsync(readers.Token), .. hub.Serve.Select(s => FeedReader.RunAsync(s.Name, s.Http, feeds, readers.Token))]);
        long began = TimeProvider.System.GetTimestamp();
        Task publishing = reports.RunAsync(enough.Token, cancellation);
        using (var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            time.CancelAfter(TimeSpan.FromSeconds(options.Seconds));
            await troubles.RunAsync(time.Token, cancellation);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, time.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await enough.CancelAsync();
        await publishing;
        double seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        options.Notice?.Invoke(FormattableString.Invariant($"{reports.Acknowledged:N0} observations were acknowledged in {seconds:F0} s"));
        (LogCheck check, long lost, IReadOnlyList<string> unwell) = await this.EndAsync(hub, city, reports, cancellation);
        await readers.CancelAsync();
        await reading;
        return new ChaosResult
        {
            Seconds = seconds,
            Acknowledged = reports.Acknowledged,
            Resent = reports.Resent,
            Untaken = reports.Untaken,
            Logged = check.Logged,
            Repeated = check.Repeated,
            Overtaken = check.Overtaken,
            Lost = lost,
            LeftOut = check.LeftOut,
            Troubles = troubles.Made,
            LongestGapSeconds = feeds.LongestGap.TotalSeconds,
            Editions = feeds.Editions,
            SharedEditions = feeds.Shared,
            States = changes.States,
            Resumed = changes.Resumed,
            Anew = changes.Anew,
            ComparedBytes = check.ComparedBytes,
            Faults = [.. unwell, .. troubles.Faults, .. feeds.Faults, .. changes.Faults, .. check.Faults],
        };
    }

    /// <summary>Lets the hub take in what is on its way, ends it in order, so that each shard's last state is kept, and looks at what it made.</summary>
    private async Task<(LogCheck Check, long Lost, IReadOnlyList<string> Faults)> EndAsync(
        ChaosHub hub, ChaosCity city, NumberedReports reports, CancellationToken cancellation)
    {
        List<string> faults = [];
        await new Arrivals(hub, city, reports).WaitAsync(cancellation);
        foreach (HubMember member in hub.Ingest.Concat(hub.Fusion))
        {
            if (await member.TerminateAsync(cancellation) is not 0 and int code)
            {
                faults.Add($"{member.Name} ended with {code}. {member.LastWords}");
            }
        }

        options.Notice?.Invoke("the logs are read once more");
        Schedule schedule = city.Schedule().Read().Schedule;
        LogCheck check = new(city, schedule, options.Shards);
        foreach (ShardId shard in hub.Shards)
        {
            await check.CheckAsync(hub.Storage, shard, cancellation);
        }

        long lost = Enumerable.Range(0, city.Sources).Sum(s => check.LostOf(s, reports.AcknowledgedOf(s)));
        if (lost > 0)
        {
            faults.Add(FormattableString.Invariant($"{lost} acknowledged observations are in no log."));
        }

        return (check, lost, faults);
    }
}
