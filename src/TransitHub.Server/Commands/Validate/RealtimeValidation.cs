using TransitHub.Core.Conformance;
using TransitHub.Gtfs;

namespace TransitHub.Server.Commands.Validate;

/// <summary>Holds the files of <c>--realtime</c> against a static feed.</summary>
internal static class RealtimeValidation
{
    /// <summary>Reads and checks all moments.</summary>
    /// <param name="gtfs">Path of the static feed.</param>
    /// <param name="schedule">The static feed.</param>
    /// <param name="realtime">A file or a folder.</param>
    /// <param name="keptPerRule">Findings kept of each rule.</param>
    /// <param name="progress">Told how many moments were read.</param>
    /// <param name="stop">Stops between two moments.</param>
    /// <exception cref="CommandException">There is nothing to read.</exception>
    public static RealtimeReport Run(string gtfs, Schedule schedule, string realtime, int keptPerRule, Action<int> progress, CancellationToken stop)
    {
        IReadOnlyList<string> files = RealtimeMoments.FilesOf(realtime);
        var report = new RealtimeReport(NameOf(gtfs), schedule.Version, NameOf(realtime), files.Count, keptPerRule);
        var validator = new RealtimeValidator(schedule, new RealtimeValidatorOptions { KeptPerRule = keptPerRule });
        try
        {
            foreach (RealtimeFileMoment moment in RealtimeMoments.Read(files))
            {
                stop.ThrowIfCancellationRequested();
                report.Add(moment, validator.Check(moment.UnixSeconds * 1000, moment.Feeds));
                progress(report.Moments);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"--realtime {realtime} cannot be read: {exception.Message}");
        }

        return report;
    }

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
}
