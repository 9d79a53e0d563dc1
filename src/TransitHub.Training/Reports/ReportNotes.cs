using System.Globalization;
using TransitHub.Core.Scoring;

namespace TransitHub.Training.Reports;

/// <summary>What a reader must know to judge the figures: set, truth, knowledge, limits.</summary>
internal static class ReportNotes
{
    /// <summary>One line of what was scored.</summary>
    public static string Headline(BacktestReport report)
    {
        MethodScore any = report.Backtest.Boards[0].Plain;
        string from = report.Options.TestFrom is { } first ? Moment(report, first) : "the recording's start";
        return FormattableString.Invariant($"{any.Count:N0} predictions of each method, made from {from} to {Moment(report, report.Backtest.TestTo)} at {report.Backtest.Samples} moments {report.Options.EverySeconds} s apart (times of {report.Schedule.TimeZone.Id}); the hub had none for {report.Median.Missing:N0} of them.");
    }

    /// <summary>The notes, a sentence or two each.</summary>
    public static IEnumerable<string> List(BacktestReport report)
    {
        yield return "The set: at each moment, for every run that has begun by what was then known, all later stops whose true arrival lies up to 45 minutes ahead. Every method is scored on this same set.";
        yield return Truth(report);
        yield return "What the other methods know: a true arrival becomes known to them, to the second, with the first report of the run's vehicle that was measured at or after it, when that report is received and not before. Where stops between two known ones have no true time, the time between is divided by the timetable.";
        yield return "In doubt the other methods are favored: they get the exact true times instead of measuring them, keep the recording's trip names where trips are hidden from the hub, measured times without the skew and places without the noise of a stress, a vehicle early at its first stop, or by more than five minutes at one of the next three, is taken to wait and leave on time, and predictions that add up links are never before now.";
        yield return report.Options.TestFrom is null
            ? "Nothing was fitted: --test-from was not given, so there are no shifted forms, and the historical methods know only the --history files."
            : FormattableString.Invariant($"Before the test each method's shifts were fitted on {report.Backtest.Fitted:N0} predictions, and the historical methods took {report.Backtest.HistoryPassages:N0} link times from the recording before the test{(report.HistoryFiles > 0 ? $" and {report.HistoryFiles} history files" : string.Empty)}. Nothing of the test window went into either.");
        yield return "The hub's own state learns while the recording passes, as it does live, from what it received; it is given no truth of that day."
            + (report.HistoryFiles > 0 ? " The link times of the --history files are known to it as those of earlier days, as if it had run then." : string.Empty);
        if (report.Options.HasModel)
        {
            yield return "With the model: a second hub beside the first gets the same reports, so that both stand on the identical predictions. If the model was trained on this recording's test window, its figures mean nothing.";
        }

        yield return "Constants of the hub that were once chosen by looking at a recording are not held out from it; the walk forward cannot undo that.";
        if (report.HistoryFiles == 0)
        {
            yield return "No other day's history was given: the same trip has no earlier days, so TransitClock's methods work by their fallbacks (see below), and averages by time of day know only the hours before the test.";
        }

        yield return FormattableString.Invariant($"Ghosts: predictions up to 45 min ahead whose arrival does not come from 15 min before to 25 min after, where the truth can tell. In the table: of runs that have begun. Of all that the hub published, later runs included: {Figures.Of(report.Backtest.AllGhosts.Ghosts)} % of {report.Backtest.AllGhosts.Ghosts.All:N0}. Availability looks at all true arrivals but those at first stops, once, ten minutes before.");
    }

    private static string Truth(BacktestReport report)
    {
        TruthFacts facts = report.Truth;
        string source = facts.IsDerived
            ? "derived from the whole recording's own positions by a deriver that shares nothing with the hub's matching or prediction (a run's fixes put on its line all together, arrival 10 m before the stop, interpolated between fixes up to 90 s apart); errors of position are errors of this truth too"
            : "read from a file";
        string unused = facts.Truth.UnknownTrips + facts.Truth.UnknownStops > 0
            ? FormattableString.Invariant($" {facts.Truth.UnknownTrips:N0} rows name trips and {facts.Truth.UnknownStops:N0} stops that the timetable does not have.")
            : string.Empty;
        string order = facts.Truth.OutOfOrder > 0
            ? FormattableString.Invariant($" {facts.Truth.OutOfOrder:N0} more contradict the order of their run's stops (as few as possible were left out) and are not scored.")
            : string.Empty;
        string end = report.HasTruthForAll
            ? string.Empty
            : FormattableString.Invariant($" It ends at {Moment(report, facts.Truth.Ends)}: predictions made less than 45 minutes before lack the vehicles that came late, which flatters every method.");
        return FormattableString.Invariant($"The truth: {facts.Truth.Arrivals:N0} arrivals of {facts.Truth.Runs.Count:N0} runs, {source}.{order}{unused}{end}");
    }

    private static string Moment(BacktestReport report, double unix)
    {
        NodaTime.Instant instant = NodaTime.Instant.FromUnixTimeSeconds((long)unix);
        return instant.InZone(report.Schedule.TimeZone).ToString("uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
