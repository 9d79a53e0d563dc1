using System.Globalization;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules;
using TransitHub.Gtfs.Writing;
using TransitHub.Server.Commands;
using TransitHub.Server.Options;

namespace TransitHub.Server.Statics;

/// <summary>
/// Brings another version of a feed's static GTFS into service while the hub runs: when the source changed, or when an operator asks. What the gate does
/// not let pass waits, the former version goes on, and the history says why.
/// </summary>
/// <param name="feed">Names the source.</param>
/// <param name="loaded">What was loaded at start.</param>
/// <param name="versions">The versions on disk.</param>
/// <param name="options">The operator's settings.</param>
/// <param name="swap">Lets the running feed go over to a version.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="say">Told what happens; true: it is trouble.</param>
/// <param name="requests">What is asked for through this process.</param>
internal sealed class StaticWatch(
    FeedSettings feed, LoadedSchedule loaded, StaticVersions versions, HubOptions options, StaticSwap swap, TimeProvider clock, Action<string, bool> say,
    StaticRequests requests)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private volatile Schedule current = loaded.Schedule;
    private SourceStamp served = IsUrl(feed.Gtfs) || string.IsNullOrEmpty(feed.Gtfs) ? default : SourceStamp.Of(feed.Gtfs);
    private SourceStamp lastLook;

    /// <summary>Content hash of what the source held when it was last read: a start reads it again, whatever was published from elsewhere.</summary>
    private string source = StaticPin.Read(versions.Folder) is { } held && held.Serve == loaded.Schedule.ContentHash ? held.Over : loaded.Schedule.ContentHash;
    private Timestamp fetchedAt = Timestamp.Now(clock);
    private StaticEvent? noted;
    private volatile bool isSourceNews;

    /// <summary>Works until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await requests.WaitAsync(Pause, clock, stop).ConfigureAwait(false);
            if (!stop.IsCancellationRequested)
            {
                await this.LookAsync(stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Looks once, and does what is to be done.</summary>
    public async Task LookAsync(CancellationToken stop)
    {
        StaticRequest? here = requests.Take();
        try
        {
            if ((here ?? StaticRequest.Take(versions.Folder)) is { } request)
            {
                await this.AnswerAsync(request, stop).ConfigureAwait(false);
            }
            else if (await this.FindChangeAsync(stop).ConfigureAwait(false) is { } path)
            {
                await this.TakeAsync(path, new StaticRequest(string.Empty, path, null, false, StaticRequest.Nobody, "the source changed"), stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The former version was in service to the end.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CommandException)
        {
            say($"The static feed stays as it is: {exception.Message}", true);
        }
        finally
        {
            if (here is not null)
            {
                requests.Answer(this.noted?.Request == here.Id ? this.noted : null);
            }
        }
    }

    /// <summary>Another process brought a version into service. Any thread.</summary>
    /// <param name="schedule">The version.</param>
    /// <param name="isSourceNews">What this process's source holds was never in service, so it is looked at as if it had just changed.</param>
    public void Follow(Schedule schedule, bool isSourceNews)
    {
        this.current = schedule;
        this.isSourceNews |= isSourceNews;
    }

    private static bool IsUrl(string? gtfs) => Uri.TryCreate(gtfs, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https";

    /// <summary>What is to be read; null: nothing is new. A file is read when it stayed the same for two looks, since it may still be written.</summary>
    private async Task<string?> FindChangeAsync(CancellationToken stop)
    {
        if (string.IsNullOrEmpty(feed.Gtfs))
        {
            return null;
        }

        if (IsUrl(feed.Gtfs))
        {
            Timestamp now = Timestamp.Now(clock);
            if (options.Statics.RefreshMinutes <= 0 || now.SecondsSince(this.fetchedAt) < 60 * options.Statics.RefreshMinutes)
            {
                return null;
            }

            this.fetchedAt = now;
            return await GtfsSource.FetchAsync(feed.Gtfs, versions.Folder, message => say(message, true), stop).ConfigureAwait(false);
        }

        SourceStamp stamp = SourceStamp.Of(feed.Gtfs);
        if (this.isSourceNews)
        {
            (this.isSourceNews, this.served) = (false, default);
        }

        bool isSettled = stamp == this.lastLook;
        this.lastLook = stamp;
        if (stamp == default || stamp == this.served || !isSettled)
        {
            return null;
        }

        this.served = stamp;
        return feed.Gtfs;
    }

    private async Task AnswerAsync(StaticRequest request, CancellationToken stop)
    {
        if (request.Over is { } seen && seen != this.current.ContentHash)
        {
            this.Note("failed", null, request, [$"Version {this.current.Version} came into service meanwhile."]);
            return;
        }

        if (request.Version is not { } name)
        {
            string source = request.Source ?? feed.Gtfs ?? string.Empty;
            if (IsUrl(source))
            {
                source = await GtfsSource.FetchAsync(source, versions.Folder, message => say(message, true), stop).ConfigureAwait(false);
            }

            if (!Path.Exists(source))
            {
                this.Note("failed", null, request, [$"There is no file or folder {source}."]);
                return;
            }

            await this.TakeAsync(source, request, stop).ConfigureAwait(false);
        }
        else if (versions.Find(name) is { } version)
        {
            await this.TakeAsync(versions.FileOf(version), request with { Force = true }, stop).ConfigureAwait(false);
        }
        else
        {
            this.Note("failed", null, request, [$"There is no version {name}; there are {string.Join(", ", versions.All.Select(v => v.Version))}."]);
        }
    }

    private async Task TakeAsync(string path, StaticRequest request, CancellationToken stop)
    {
        ScheduleReadResult read = ScheduleReader.Read(path, cancellationToken: stop);
        if (request.Version is null && (request.Id.Length == 0 || request.Source is null || request.Source == feed.Gtfs))
        {
            this.source = read.Schedule.ContentHash;
        }

        if (read.Schedule.ContentHash == this.current.ContentHash)
        {
            if (request.Id.Length > 0)
            {
                this.Note("unchanged", read.Schedule, request, []);
            }

            return;
        }

        ValidationReport? found = options.Statics.AllowErrors ? null : GtfsValidator.Validate(path, new ValidationOptions { Today = StaticGate.TodayOf(read.Schedule, clock) }, cancellationToken: stop);
        IReadOnlyList<string> reasons = StaticGate.Judge(this.current, read.Schedule, found, options.Statics);
        if ((reasons.Count > 0 && !request.Force) || read.Schedule.Patterns.Count == 0)
        {
            this.Note("blocked", read.Schedule, request, reasons);
            return;
        }

        await this.PublishAsync(path, read.Schedule, request, reasons, stop).ConfigureAwait(false);
    }

    private async Task PublishAsync(string path, Schedule next, StaticRequest request, IReadOnlyList<string> letPass, CancellationToken stop)
    {
        long started = clock.GetTimestamp();
        bool hasServed = versions.Find(next.ContentHash)?.HasServed != false;
        string former = this.current.Version;
        try
        {
            LoadedSchedule version = new(next, path) { Devices = DevicesLoader.Load(feed, next, message => say(message, false)) };
            versions.Stage(next, zip => GtfsZipWriter.Write(path, zip, stop), Timestamp.Now(clock));
            await swap(version, request, stop).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or InvalidDataException or CommandException)
        {
            this.Note("failed", next, request, [exception.Message]);
            return;
        }

        this.current = next;
        versions.Publish(next, zip => GtfsZipWriter.Write(path, zip, CancellationToken.None), Timestamp.Now(clock), options.StaticVersions);
        StaticPin.Write(versions.Folder, request.Version is null ? null : new StaticPin(next.ContentHash, next.Version, this.source));
        say(string.Create(CultureInfo.InvariantCulture, $"Version {next.Version} took over in {clock.GetElapsedTime(started).TotalSeconds:F1} s."), false);
        this.Note(request.Version is not null && hasServed ? "rolled_back" : "published", next, request, letPass, former);
    }

    private void Note(string outcome, Schedule? version, StaticRequest request, IReadOnlyList<string> reasons, string? replaced = null)
    {
        var happened = new StaticEvent(
            Timestamp.Now(clock).UnixSeconds, outcome, version?.Version, version?.ContentHash, request.By, request.Why, reasons, request.Id.Length > 0 ? request.Id : null, replaced);
        versions.History.Add(happened);
        this.noted = happened;
        bool isTrouble = outcome is "blocked" or "failed";
        say(
            $"Static version {version?.Version ?? "?"} was {outcome.Replace('_', ' ')}, asked for by {request.By} ({request.Why}). {string.Join(' ', reasons)}"
            + (outcome == "blocked" ? " The former version stays in service; to publish it all the same: transithub gtfs publish --force." : string.Empty),
            isTrouble);
    }
}
