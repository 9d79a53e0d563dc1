using TransitHub.Core.Time;
using TransitHub.Server.Options;

namespace TransitHub.Server.Upstream;

/// <summary>Asks one source again and again, once for all readers, less and less often while it fails.</summary>
internal sealed class UpstreamPoller : IDisposable
{
    private readonly UpstreamSource source;
    private readonly UpstreamFetcher fetcher;
    private readonly UpstreamIntake intake;
    private readonly TimeProvider clock;
    private readonly RetryDelay retry;
    private readonly ILogger logger;

    /// <summary>Makes one; nothing is asked yet.</summary>
    /// <param name="feed">The feed that takes it.</param>
    /// <param name="source">What is asked.</param>
    /// <param name="intake">Takes what it answers; owned.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="random">Spreads retries.</param>
    /// <param name="logger">Hears of trouble once, and when it is over.</param>
    public UpstreamPoller(string feed, UpstreamSource source, UpstreamIntake intake, TimeProvider clock, Random random, ILogger logger)
    {
        this.source = source;
        this.intake = intake;
        this.clock = clock;
        this.logger = logger;
        this.fetcher = new UpstreamFetcher(source, clock);
        this.retry = new RetryDelay((int)(1000 * source.PollSeconds), (int)(1000 * Math.Max(source.PollSeconds, source.MaxBackoffSeconds)), random);
        this.Status = new UpstreamStatus(feed, source.Name, this.fetcher.Shown);
    }

    /// <summary>How it goes.</summary>
    public UpstreamStatus Status { get; }

    /// <summary>Works until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await this.PollAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(pause, this.clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.fetcher.Dispose();
        this.intake.Dispose();
    }

    /// <summary>Asks once; gives the pause until the next time.</summary>
    internal async Task<TimeSpan> PollAsync(CancellationToken stop)
    {
        UpstreamAnswer answer = await this.fetcher.FetchAsync(stop).ConfigureAwait(false);
        if (answer.IsNotModified)
        {
            this.Status.NotModified(Timestamp.Now(this.clock));
            return this.Well();
        }

        if (answer.Bytes is not { } bytes)
        {
            return this.Trouble(answer.Problem!, answer.RetryAfter);
        }

        try
        {
            Core.Upstream.UpstreamContent content = await this.intake.TakeAsync(bytes, stop).ConfigureAwait(false);
            this.Status.Taken(content, bytes.Length, Timestamp.Now(this.clock));
            if (!content.IsUsable)
            {
                ServerLog.UpstreamTrouble(this.logger, this.Status.Feed, this.source.Name, content.Rejections[^1].Detail);
                return this.Next(this.retry.Next(), null);
            }

            this.fetcher.Commit();
            return this.Well();
        }
        catch (IOException exception)
        {
            return this.Trouble($"the observation log does not take it: {exception.Message}", null);
        }
    }

    private TimeSpan Well()
    {
        this.retry.Reset();
        return TimeSpan.FromSeconds(this.source.PollSeconds);
    }

    private TimeSpan Trouble(string problem, TimeSpan? retryAfter)
    {
        if (this.Status.Figures.Problem != problem)
        {
            ServerLog.UpstreamTrouble(this.logger, this.Status.Feed, this.source.Name, problem);
        }

        this.Status.Failed(problem);
        return this.Next(this.retry.Next(), retryAfter);
    }

    /// <summary>What the agency asks for counts, within the operator's bound.</summary>
    private TimeSpan Next(TimeSpan own, TimeSpan? asked)
    {
        var longest = TimeSpan.FromSeconds(Math.Max(this.source.PollSeconds, this.source.MaxBackoffSeconds));
        TimeSpan least = asked is { } wish && wish > own ? wish : own;
        return least < longest ? least : longest;
    }
}
