using System.Globalization;
using NodaTime;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;
using TransitHub.Simulation;
using TransitHub.Simulation.Publishing;
using TransitHub.Simulation.Time;
using TransitHub.Simulation.Truth;

namespace TransitHub.Server.Commands.Demo;

/// <summary>One run of <c>demo</c>: builds the city, opens the hub, drives until told to stop.</summary>
internal sealed class DemoRun : IDisposable
{
    /// <summary>Records so little ahead are passed before anybody misses a report.</summary>
    private const double MostAheadSeconds = 30;

    private static readonly TimeSpan TalkEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RecoveryPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromMinutes(1);

    private readonly DemoOptions options;
    private readonly HubOptions settings;
    private readonly TimeProvider real;
    private readonly TextWriter output;
    private readonly CancellationTokenSource ending = new();

    public DemoRun(DemoOptions options, HubOptions settings, TimeProvider real, TextWriter output)
    {
        this.options = options;
        this.settings = settings;
        this.real = real;
        this.output = output;
        settings.Data = options.Data ?? Path.Combine(Path.GetTempPath(), "transithub-demo-" + Guid.NewGuid().ToString("N"));
    }

    /// <summary>Runs it; returns the exit code.</summary>
    /// <exception cref="CommandException">A port or folder cannot be used, or the vehicles asked for are too many.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop before the city was there.</exception>
    public async Task<int> RunAsync(StopSignals signals)
    {
        await this.output.WriteLineAsync("Building the sample city …").ConfigureAwait(false);
        Timestamp start = this.options.Start ?? Timestamp.Now(this.real);
        DemoCity city = DemoCity.Build(this.options, start, this.real);
        signals.Stop.ThrowIfCancellationRequested();
        LoadedSchedule loaded = this.WriteStatics(city);
        TimeProvider clock = this.options is { Speed: 1, Start: null } ? this.real : new CityClock(this.real, this.options.Speed, start);
        Hub hub = Hub.Open(this.settings, new Dictionary<FeedId, LoadedSchedule> { [DemoOptions.Feed] = loaded }, clock, new Random(1));
        await using (hub.ConfigureAwait(false))
        {
            await hub.StartAsync(signals.Stop).ConfigureAwait(false);
            await this.RequirePastAsync(hub.Feeds.First(), start, signals.Stop).ConfigureAwait(false);
            await this.output.WriteLineAsync(DemoTalk.Greet(hub, city, this.options, this.settings.Data)).ConfigureAwait(false);
            return await this.DriveAsync(hub, city, clock, signals).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.ending.Dispose();
        if (this.options.Data is null && Directory.Exists(this.settings.Data))
        {
            Directory.Delete(this.settings.Data, recursive: true);
        }
    }

    /// <summary>An earlier demo that ran faster than time left records ahead of it, before which the hub takes nothing. Asked once the log is read.</summary>
    private async Task RequirePastAsync(HubFeed feed, Timestamp start, CancellationToken stop)
    {
        long since = this.real.GetTimestamp();
        while (!feed.Readiness().IsReady && this.real.GetElapsedTime(since) < LongestRecovery)
        {
            await Task.Delay(RecoveryPause, this.real, stop).ConfigureAwait(false);
        }

        if (new FeedStatusReport(this.real).Of(feed).LastReceivedAt is { } last && last.SecondsSince(start) > MostAheadSeconds)
        {
            throw CommandException.InputHasErrors(string.Create(
                CultureInfo.InvariantCulture,
                $"--data {this.settings.Data}: an earlier demo that ran faster left records that are {last.SecondsSince(start):F0} s ahead of now. Give another folder, or remove this one."));
        }
    }

    private LoadedSchedule WriteStatics(DemoCity city)
    {
        try
        {
            return city.WriteInto(this.settings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.InputHasErrors($"--data {this.settings.Data}: {exception.Message}");
        }
    }

    private CsvTruth? OpenTruth()
    {
        try
        {
            return this.options.Truth is { } folder ? new CsvTruth(folder) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.InputHasErrors($"--truth {this.options.Truth}: {exception.Message}");
        }
    }

    private async Task<int> DriveAsync(Hub hub, DemoCity city, TimeProvider clock, StopSignals signals)
    {
        // A clock that is led stands until the city is there; the world's goes on.
        Timestamp start = Timestamp.Now(clock).AddSeconds(clock is CityClock ? 0 : city.SetUpTime.TotalSeconds);
        using CsvTruth? truth = this.OpenTruth();
        using CitySimulation drive = city.Drive(start, truth ?? (ITruth)NoTruth.Instance);
        var publisher = new CityPublisher(
            drive,
            new CityPublishOptions
            {
                Feed = DemoOptions.Feed,
                Broker = new Uri("mqtt://" + hub.MqttAddress),
                Until = this.options.EndAfterSeconds is { } seconds ? start.AddSeconds(seconds) : null,
            },
            clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop, this.ending.Token);
        Task<CityPublishCounts> publishing = publisher.RunAsync(stop.Token);
        Task<bool> serving = hub.WaitAsync(stop.Token);
        Task talking = this.TalkAsync(hub.Feeds.First(), publisher, city.TimeZone, stop.Token);
        Task first = await Task.WhenAny(publishing, serving).ConfigureAwait(false);
        bool isFault = first == serving && !signals.Stop.IsCancellationRequested;
        await this.ending.CancelAsync().ConfigureAwait(false);
        await talking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        isFault |= !await this.TryFinishAsync(publishing).ConfigureAwait(false);
        await serving.ConfigureAwait(false);
        await hub.StopAsync(signals.Force).ConfigureAwait(false);
        await this.output.WriteLineAsync(Progress(hub.Feeds.First(), publisher, city.TimeZone, TimeSpan.Zero, start)).ConfigureAwait(false);
        return isFault ? ExitCode.InputHasErrors : ExitCode.Done;
    }

    /// <summary>False when the simulation lost its broker, which is told.</summary>
    private async Task<bool> TryFinishAsync(Task<CityPublishCounts> publishing)
    {
        try
        {
            await publishing.ConfigureAwait(false);
            return true;
        }
        catch (PublishException exception)
        {
            await this.output.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return false;
        }
    }

    private async Task TalkAsync(HubFeed feed, CityPublisher publisher, string zone, CancellationToken stop)
    {
        while (true)
        {
            long since = this.real.GetTimestamp();
            Timestamp from = publisher.Counts.Until;
            await Task.Delay(TalkEvery, this.real, stop).ConfigureAwait(false);
            await this.output.WriteLineAsync(Progress(feed, publisher, zone, this.real.GetElapsedTime(since), from)).ConfigureAwait(false);
        }
    }

    private static string Progress(HubFeed feed, CityPublisher publisher, string zone, TimeSpan real, Timestamp from)
    {
        CityPublishCounts counts = publisher.Counts;
        Instant now = Instant.FromUnixTimeMilliseconds(counts.Until.UnixMilliseconds);
        string local = now.InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return DemoTalk.Progress(feed, publisher.City, counts, local, real.TotalSeconds, counts.Until.SecondsSince(from));
    }
}
