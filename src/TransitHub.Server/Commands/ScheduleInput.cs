using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules;

namespace TransitHub.Server.Commands;

/// <summary>Reads the GTFS that a command was given, and says in one line why it cannot be used.</summary>
internal static class ScheduleInput
{
    /// <summary>Reads a zip or folder.</summary>
    /// <exception cref="CommandException">It is not there or cannot be read.</exception>
    public static ScheduleReadResult Read(string path, ScheduleReadOptions options, IProgress<ReadProgress>? progress, CancellationToken cancellation) =>
        Open(path, () => ScheduleReader.Read(path, options, progress, cancellation));

    /// <summary>Judges a zip or folder.</summary>
    /// <exception cref="CommandException">It is not there or cannot be read.</exception>
    public static ValidationReport Validate(string path, ValidationOptions options, IProgress<ReadProgress>? progress, CancellationToken cancellation) =>
        Open(path, () => GtfsValidator.Validate(path, options, progress, cancellation));

    /// <summary>Reads a zip or folder that vehicles are to be matched to.</summary>
    /// <exception cref="CommandException">It is not there, cannot be read, or has no trip that could be run.</exception>
    public static ScheduleReadResult ReadWithTrips(string path, IProgress<ReadProgress>? progress, CancellationToken cancellation)
    {
        ScheduleReadResult result = Read(path, new ScheduleReadOptions(), progress, cancellation);
        for (int trip = 0; trip < result.Schedule.Trips.Count; trip++)
        {
            if (result.Schedule.Trips.PatternIndex(trip) >= 0)
            {
                return result;
            }
        }

        Notice? first = result.Notices.FirstOrDefault(n => n.Severity == NoticeSeverity.Error);
        string why = first is null ? "it has no trip with two stops" : $"{(first.File.Length > 0 ? first.File + ": " : string.Empty)}{first.Message}";
        throw CommandException.InputHasErrors($"{path} cannot be used as GTFS: {OneLine(why)} All findings: transithub validate {path}");
    }

    private static T Open<T>(string path, Func<T> read)
    {
        if (!Path.Exists(path))
        {
            throw CommandException.WrongUse($"There is no GTFS zip or folder {path}: correct the path.");
        }

        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"{path} cannot be read: {exception.Message}");
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.') + ".";
}
