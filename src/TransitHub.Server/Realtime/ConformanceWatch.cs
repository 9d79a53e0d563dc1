using TransitHub.Core.Conformance;
using TransitHub.Core.Feeds;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Server.Realtime;

/// <summary>
/// Holds what a feed publishes against the rules of GTFS-Realtime while it runs: the very bytes that readers get, at most once in so many seconds, on a
/// thread of low priority that neither the encoder nor readers wait for.
/// </summary>
/// <param name="feeds">What is published; takes the result.</param>
/// <param name="schedule">Gives the static feed in use.</param>
/// <param name="seconds">Between two checks; 0: never.</param>
/// <param name="clock">The time.</param>
internal sealed class ConformanceWatch(RealtimeFeeds feeds, Func<Schedule> schedule, int seconds, TimeProvider clock)
{
    private readonly Dictionary<string, long> totals = new(StringComparer.Ordinal);
    private Schedule? known;
    private RealtimeValidator? validator;
    private FeedSet? last;
    private long checks;

    /// <summary>The bytes may still be of the static feed before: they get one more round.</summary>
    private bool isBetweenVersions;

    /// <summary>Checks until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (seconds > 0 && !stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested)
            {
                await Task.Factory.StartNew(this.CheckAside, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Checks what is published now; nothing, when nothing is or it was checked before.</summary>
    public void Check()
    {
        if (feeds.Current is not { } set || ReferenceEquals(set, this.last))
        {
            return;
        }

        Schedule current = schedule();
        RealtimeFeed[] published =
        [
            FeedOf(set, FeedKind.TripUpdates, "trip-updates"), FeedOf(set, FeedKind.VehiclePositions, "vehicle-positions"), FeedOf(set, FeedKind.Alerts, "alerts"),
        ];
        this.isBetweenVersions = !this.isBetweenVersions && published[0].Message?.Header.FeedVersion != current.Version;
        if (this.isBetweenVersions)
        {
            return;
        }

        this.last = set;
        Timestamp now = Timestamp.Now(clock);
        long started = clock.GetTimestamp();
        RealtimeFindings findings = this.ValidatorOf(current).Check(now.UnixMilliseconds, published);
        foreach ((string code, long count) in findings.Counts)
        {
            this.totals[code] = this.totals.GetValueOrDefault(code) + count;
        }

        this.checks++;
        feeds.Conformance = new ConformanceState(
            now, clock.GetElapsedTime(started), findings, this.checks, new Dictionary<string, long>(this.totals, StringComparer.Ordinal));
    }

    private static RealtimeFeed FeedOf(FeedSet set, FeedKind kind, string name) => RealtimeFeed.Decode(name, set.Get(kind).Protobuf.Bytes);

    private void CheckAside()
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        this.Check();
    }

    /// <summary>Iterations over a change of the static feed are not compared: W007 would blame the time that the change took.</summary>
    private RealtimeValidator ValidatorOf(Schedule now)
    {
        if (this.validator is null || !ReferenceEquals(now, this.known))
        {
            (this.known, this.validator) = (now, new RealtimeValidator(now, new RealtimeValidatorOptions { SampledIterations = true }));
        }

        return this.validator;
    }
}
