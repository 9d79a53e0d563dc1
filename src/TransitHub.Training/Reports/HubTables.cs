using TransitHub.Core.Scoring;
using TransitHub.Training.Backtesting;

namespace TransitHub.Training.Reports;

/// <summary>Tables of what only the hub has: quantiles, matching, links.</summary>
internal static class HubTables
{
    /// <summary>How often arrivals came by each quantile.</summary>
    public static ReportTable Reliability(BacktestReport report)
    {
        IntervalCoverage interval = report.Median.Interval;
        return new ReportTable(
            "Reliability of the quantiles: percent of arrivals not later than each",
            string.Empty,
            ["quantile", "all", .. HorizonBins.Names.Select(n => n + " min")],
            [
                .. Enumerable.Range(0, IntervalCoverage.Levels.Count).Select(level => (IReadOnlyList<string>)
                [
                    Figures.Of(100 * IntervalCoverage.Levels[level]) + " %",
                    Figures.Of(interval.Reached(level)),
                    .. Enumerable.Range(0, HorizonBins.Count).Select(bin => Figures.Of(interval.Reached(level, bin))),
                ]),
            ]);
    }

    /// <summary>What became of the reports.</summary>
    public static ReportTable Matching(BacktestReport report)
    {
        MatchingFacts facts = report.Matching;
        List<IReadOnlyList<string>> rows =
        [
            ["observations", Figures.Of(facts.Observations), string.Empty],
            ["passed the gate", Figures.Of(facts.Accepted), Figures.Percent(facts.Accepted, facts.Observations)],
            ["matched: their run is known", Figures.Of(facts.Matched), Figures.Percent(facts.Matched, facts.Observations)],
            ["placed: published with the run", Figures.Of(facts.Matched - facts.HeldBack), Figures.Percent(facts.Matched - facts.HeldBack, facts.Observations)],
        ];
        if (facts.OfKnownTrips > 0)
        {
            rows.Add(["the hub was told a trip of the timetable", Figures.Of(facts.OfKnownTrips), Figures.Percent(facts.OfKnownTrips, facts.Observations)]);
            rows.Add(["of these matched", Figures.Of(facts.OfKnownTripsMatched), Figures.Percent(facts.OfKnownTripsMatched, facts.OfKnownTrips)]);
            rows.Add(["of these placed", Figures.Of(facts.OfKnownTripsPlaced), Figures.Percent(facts.OfKnownTripsPlaced, facts.OfKnownTrips)]);
        }

        rows.AddRange(facts.Reasons.Select(r => (IReadOnlyList<string>)[$"{r.Stage}: {r.Reason}", Figures.Of(r.Count), Figures.Percent(r.Count, facts.Observations)]));
        return new ReportTable("Matching, from the recording's start to the end of the test", string.Empty, ["reports", "count", "%"], rows);
    }

    /// <summary>Where the vehicles are that are truly in a trip.</summary>
    public static ReportTable Assignment(BacktestReport report)
    {
        TripAssignment a = report.Backtest.Assignment;
        string minutes = double.IsPositiveInfinity(a.MedianSecondsToFind) ? "never" : Figures.Of(a.MedianSecondsToFind / 60) + " min";
        return new ReportTable(
            "Vehicles truly in a trip",
            FormattableString.Invariant($"One count for each sample and vehicle between its run's first and last true time; the true run is what the recording names, or the truth says of the vehicle. Time to find a run counts from its true start or the vehicle's first report of it, in steps of the samples ({report.Options.EverySeconds} s): {minutes} is the median of {a.Runs:N0} runs, of which {a.NeverFound:N0} ({Figures.Percent(a.NeverFound, a.Runs)} %) were never found."),
            ["the hub has the vehicle", "vehicle samples", "%"],
            [
                ["on the right trip", Figures.Of(a.Right), Figures.Percent(a.Right, a.All)],
                ["on another trip of its pattern", Figures.Of(a.OtherRun), Figures.Percent(a.OtherRun, a.All)],
                ["on another pattern", Figures.Of(a.OtherPattern), Figures.Percent(a.OtherPattern, a.All)],
                ["on none", Figures.Of(a.None), Figures.Percent(a.None, a.All)],
            ]);
    }

    /// <summary>Links at whose end the predictions are worst.</summary>
    public static ReportTable Worst(BacktestReport report) => new(
        "Links with the largest errors",
        FormattableString.Invariant($"Ours (median), up to 15 min ahead, at the stop that the link leads to; links with {WorstLink.LeastCount} predictions or more."),
        ["from", "to", "n", "MAE s", "bias s"],
        [
            .. WorstLink.List(report).Select(l => (IReadOnlyList<string>)
                [$"{l.From} ({l.FromId})", $"{l.To} ({l.ToId})", Figures.Of(l.Errors.Count), Figures.Of(l.Errors.Mae), Figures.Signed(l.Errors.Bias)]),
        ]);
}
