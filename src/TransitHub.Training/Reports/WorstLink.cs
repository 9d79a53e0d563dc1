using TransitHub.Core.Scoring;
using TransitHub.Gtfs;

namespace TransitHub.Training.Reports;

/// <summary>A link at whose end the predictions are worst.</summary>
/// <param name="FromId">stop_id at its start.</param>
/// <param name="ToId">stop_id at its end.</param>
/// <param name="From">Name of the stop at its start.</param>
/// <param name="To">Name of the stop at its end.</param>
/// <param name="Errors">The errors.</param>
public sealed record WorstLink(string FromId, string ToId, string From, string To, ErrorTally Errors)
{
    /// <summary>Links with fewer predictions are not told of.</summary>
    public const int LeastCount = 50;

    private const int Listed = 15;

    /// <summary>The links with the largest MAE, worst first.</summary>
    public static IReadOnlyList<WorstLink> List(BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Schedule schedule = report.Schedule;
        return
        [
            .. Enumerable.Range(0, report.Backtest.Links.Count)
                .Where(l => report.Backtest.Links.Of(l).Count >= LeastCount)
                .OrderByDescending(l => report.Backtest.Links.Of(l).Mae).ThenBy(l => l)
                .Take(Listed)
                .Select(l => Of(schedule, l, report.Backtest.Links.Of(l))),
        ];
    }

    private static WorstLink Of(Schedule schedule, int link, ErrorTally errors)
    {
        (int from, int to) = (schedule.Links.FromStop(link), schedule.Links.ToStop(link));
        return new WorstLink(schedule.Stops.Id(from), schedule.Stops.Id(to), schedule.Stops.Name(from), schedule.Stops.Name(to), errors);
    }
}
