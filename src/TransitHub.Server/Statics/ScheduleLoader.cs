using System.Globalization;
using TransitHub.Core.Devices;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Server.Commands;
using TransitHub.Server.Options;

namespace TransitHub.Server.Statics;

/// <summary>A feed's static GTFS, read.</summary>
/// <param name="Schedule">The schedule; empty for a feed without GTFS.</param>
/// <param name="Path">Where it was read from; null: the feed has none.</param>
internal sealed record LoadedSchedule(Schedule Schedule, string? Path)
{
    /// <summary>The cameras and counters of the feed.</summary>
    public DeviceRegistry Devices { get; init; } = DeviceRegistry.Empty;
}

/// <summary>Reads the static GTFS of a feed at start and says what it found.</summary>
internal static class ScheduleLoader
{
    /// <summary>Fetches and reads.</summary>
    /// <exception cref="CommandException">It has nothing to match positions to; the message says why.</exception>
    public static async Task<LoadedSchedule> LoadAsync(FeedSettings feed, string folder, TimeProvider clock, Action<string> say, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(feed.Gtfs))
        {
            say($"Feed {feed.Id}: no static GTFS, so positions are published and none is matched to a trip. Give one with --feed {feed.Id} --gtfs FILE.");
            return new LoadedSchedule(Schedule.Empty, null);
        }

        string path = await GtfsSource.FetchAsync(feed.Gtfs, folder, say, cancellation).ConfigureAwait(false);
        long started = clock.GetTimestamp();
        ScheduleReadResult result = Read(feed, path, cancellation);
        if (StaticPin.Read(folder) is { } pin && pin.Over == result.Schedule.ContentHash && File.Exists(pin.FileIn(folder)))
        {
            say($"Feed {feed.Id}: an operator went back to version {pin.Version}; it stays in service until {feed.Gtfs} changes or something is published.");
            path = pin.FileIn(folder);
            result = Read(feed, path, cancellation);
        }

        Schedule schedule = result.Schedule;
        if (schedule.Patterns.Count == 0)
        {
            Notice? first = result.Notices.FirstOrDefault(n => n.Severity == NoticeSeverity.Error);
            throw CommandException.InputHasErrors(
                $"--gtfs {feed.Gtfs}: there is no trip in it that can be used. {(first is null ? string.Empty : $"{Where(first)}{first.Message} ")}"
                + $"All findings: transithub validate {path}");
        }

        string errors = result.Notices.HasErrors ? $"; it has errors, see: transithub validate {path}" : string.Empty;
        double seconds = clock.GetElapsedTime(started).TotalSeconds;
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"Feed {feed.Id}: {schedule.Routes.Count:N0} routes, {schedule.Trips.Count:N0} trips, {schedule.Stops.Count:N0} stops, version {schedule.Version}, read in {seconds:F1} s{errors}"));
        return new LoadedSchedule(schedule, path);
    }

    /// <summary>A finding about the feed as a whole names no file.</summary>
    private static string Where(Notice notice) => notice.File.Length == 0 ? string.Empty : $"{notice.File}: ";

    private static ScheduleReadResult Read(FeedSettings feed, string path, CancellationToken cancellation)
    {
        try
        {
            return ScheduleReader.Read(path, cancellationToken: cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.InputHasErrors($"--gtfs {feed.Gtfs}: {exception.Message}");
        }
    }
}
