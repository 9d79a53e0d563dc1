using System.Text.Json;
using TransitHub.Core.Scoring;
using TransitHub.Training.Backtesting;
using TransitHub.Training.Scoring;

namespace TransitHub.Training.Reports;

/// <summary>report.json: every figure, rounded to four digits after the point; null: there is none. Two runs give the same bytes.</summary>
public static class ReportJson
{
    /// <summary>Writes the report.</summary>
    public static byte[] Write(BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            WriteSetting(json, report);
            WriteMatching(json, report);
            json.WriteStartArray("methods");
            for (int board = 0; board < report.Backtest.Boards.Count; board++)
            {
                WriteBoard(json, report, board);
            }

            json.WriteEndArray();
            WriteComparisons(json, "median_against_best_other", report.Comparisons);
            WriteComparisons(json, "model_against_formula", report.ModelComparisons);
            WriteReliability(json, report.Median.Interval);
            WriteLinks(json, report);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteSetting(Utf8JsonWriter json, BacktestReport report)
    {
        json.WriteString("feed", report.Feed);
        json.WriteString("static_version", report.Schedule.Version);
        json.WriteNumber("every_seconds", report.Options.EverySeconds);
        Number(json, "test_from", report.Options.TestFrom);
        Number(json, "test_to", report.Backtest.TestTo);
        json.WriteNumber("samples", report.Backtest.Samples);
        json.WriteNumber("fitted_predictions", report.Backtest.Fitted);
        json.WriteNumber("history_files", report.HistoryFiles);
        json.WriteNumber("history_link_times", report.Backtest.HistoryPassages);
        json.WriteStartArray("stress");
        foreach (string line in report.Stress)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
        json.WriteStartObject("truth");
        json.WriteString("source", report.Truth.IsDerived ? "derived from the recording" : "arrivals file");
        json.WriteNumber("runs", report.Truth.Truth.Runs.Count);
        json.WriteNumber("arrivals", report.Truth.Truth.Arrivals);
        json.WriteNumber("arrivals_out_of_order", report.Truth.Truth.OutOfOrder);
        json.WriteNumber("rows_of_unknown_trips", report.Truth.Truth.UnknownTrips);
        json.WriteNumber("rows_of_unknown_stops", report.Truth.Truth.UnknownStops);
        Number(json, "ends", report.Truth.Truth.Ends);
        json.WriteBoolean("reaches_45_minutes_beyond_the_test", report.HasTruthForAll);
        json.WriteEndObject();
    }

    private static void WriteMatching(Utf8JsonWriter json, BacktestReport report)
    {
        MatchingFacts facts = report.Matching;
        json.WriteStartObject("matching");
        json.WriteNumber("observations", facts.Observations);
        json.WriteNumber("accepted", facts.Accepted);
        json.WriteNumber("positions", facts.Positions);
        json.WriteNumber("matched", facts.Matched);
        json.WriteNumber("held_back", facts.HeldBack);
        json.WriteNumber("of_known_trips", facts.OfKnownTrips);
        json.WriteNumber("of_known_trips_matched", facts.OfKnownTripsMatched);
        json.WriteNumber("of_known_trips_placed", facts.OfKnownTripsPlaced);
        json.WriteStartObject("reasons");
        foreach ((string stage, string reason, long count) in facts.Reasons)
        {
            json.WriteNumber($"{stage}:{reason}", count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        TripAssignment assignment = report.Backtest.Assignment;
        json.WriteStartObject("vehicles_in_trip");
        json.WriteNumber("samples", assignment.All);
        json.WriteNumber("right_trip", assignment.Right);
        json.WriteNumber("other_trip_of_pattern", assignment.OtherRun);
        json.WriteNumber("other_pattern", assignment.OtherPattern);
        json.WriteNumber("none", assignment.None);
        json.WriteNumber("runs_timed", assignment.Runs);
        json.WriteNumber("runs_never_found", assignment.NeverFound);
        Number(json, "median_seconds_to_find", assignment.MedianSecondsToFind);
        json.WriteEndObject();
        json.WriteStartObject("ghosts_of_all_published");
        json.WriteNumber("judged", report.Backtest.AllGhosts.Ghosts.All);
        Number(json, "percent", report.Backtest.AllGhosts.Ghosts.Percent);
        json.WriteEndObject();
    }

    private static void WriteBoard(Utf8JsonWriter json, BacktestReport report, int number)
    {
        MethodBoard board = report.Backtest.Boards[number];
        json.WriteStartObject();
        json.WriteString("name", board.Plain.Name);
        json.WriteString("knows", board.Knows);
        Number(json, "common_mae_seconds", report.CommonMae(number, -1));
        WriteScore(json, "plain", board.Plain, hasFate: true);
        if (board.Centered is not null)
        {
            WriteShifts(json, "centered_shifts_seconds", board.CenteredShifts);
            WriteScore(json, "centered", board.Centered, hasFate: false);
            WriteShifts(json, "shaded_shifts_seconds", board.ShadedShifts);
            WriteScore(json, "shaded", board.Shaded!, hasFate: false);
        }

        json.WriteEndObject();
    }

    private static void WriteShifts(Utf8JsonWriter json, string name, IReadOnlyList<double> shifts)
    {
        json.WriteStartArray(name);
        foreach (double shift in shifts)
        {
            json.WriteNumberValue(shift);
        }

        json.WriteEndArray();
    }

    private static void WriteScore(Utf8JsonWriter json, string name, MethodScore score, bool hasFate)
    {
        json.WriteStartObject(name);
        json.WriteNumber("n", score.Count);
        json.WriteNumber("missing", score.Missing);
        WriteErrors(json, score.Errors);
        json.WriteStartObject("mbta_percent");
        for (int bin = 0; bin < MbtaAccuracy.Names.Count; bin++)
        {
            WriteShare(json, MbtaAccuracy.Names[bin], score.Mbta.Bin(bin));
        }

        WriteShare(json, "pooled", score.Mbta.Pooled);
        json.WriteEndObject();
        json.WriteStartObject("eta_benchmark_percent");
        for (int bin = 0; bin < EtaBenchmark.Names.Count; bin++)
        {
            WriteShare(json, EtaBenchmark.Names[bin], score.Eta.Bin(bin));
        }

        Number(json, "mean", score.Eta.Percent);
        json.WriteEndObject();
        Number(json, "cal_itp_percent", score.CalItp.All.Percent);
        Number(json, "catch_percent", score.Catch.All.Percent);
        Number(json, "pinball_seconds", score.Pinball.Mean);
        Number(json, "interval_80_percent", score.Interval.All.Percent);
        Number(json, "interval_80_width_seconds", score.Interval.MeanWidthSeconds);
        if (hasFate)
        {
            Number(json, "available_10_min_before_percent", score.Available.Share.Percent);
            Number(json, "ghost_percent", score.Ghosts.Ghosts.Percent);
            Number(json, "wobble_seconds_per_minute", score.Wobble.Seconds);
        }

        WriteBins(json, score);
        json.WriteEndObject();
    }

    private static void WriteBins(Utf8JsonWriter json, MethodScore score)
    {
        json.WriteStartArray("horizons");
        for (int bin = 0; bin < HorizonBins.Count; bin++)
        {
            json.WriteStartObject();
            json.WriteString("minutes", HorizonBins.Names[bin]);
            json.WriteNumber("n", score.ErrorsOf(bin).Count);
            json.WriteNumber("missing", score.MissingOf(bin));
            WriteErrors(json, score.ErrorsOf(bin));
            Number(json, "cal_itp_percent", score.CalItp.Bin(bin).Percent);
            Number(json, "catch_percent", score.Catch.Bin(bin).Percent);
            Number(json, "pinball_seconds", score.Pinball.MeanOf(bin));
            Number(json, "interval_80_percent", score.Interval.Bin(bin).Percent);
            Number(json, "interval_80_width_seconds", score.Interval.MeanWidthSecondsOf(bin));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteErrors(Utf8JsonWriter json, in ErrorTally errors)
    {
        Number(json, "mae_seconds", errors.Mae);
        Number(json, "rmse_seconds", errors.Rmse);
        Number(json, "bias_seconds", errors.Bias);
        Number(json, "mape_percent", errors.MapePercent);
    }

    private static void WriteComparisons(Utf8JsonWriter json, string name, IReadOnlyList<MethodComparison> comparisons)
    {
        json.WriteStartArray(name);
        foreach (MethodComparison comparison in comparisons)
        {
            MaeDifference difference = comparison.Difference;
            json.WriteStartObject();
            json.WriteString("minutes", comparison.Bin < 0 ? "all" : HorizonBins.Names[comparison.Bin]);
            json.WriteString("other", comparison.Other);
            json.WriteNumber("runs", difference.Runs);
            json.WriteNumber("n", difference.Count);
            Number(json, "other_mae_seconds", difference.OtherMae);
            Number(json, "own_mae_seconds", difference.OwnMae);
            Number(json, "difference_seconds", difference.Seconds);
            Number(json, "low_95_seconds", difference.Low);
            Number(json, "high_95_seconds", difference.High);
            Number(json, "difference_percent", difference.Percent);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteReliability(Utf8JsonWriter json, IntervalCoverage interval)
    {
        json.WriteStartArray("reliability");
        for (int level = 0; level < IntervalCoverage.Levels.Count; level++)
        {
            json.WriteStartObject();
            json.WriteNumber("quantile", IntervalCoverage.Levels[level]);
            Number(json, "reached_percent", interval.Reached(level).Percent);
            for (int bin = 0; bin < HorizonBins.Count; bin++)
            {
                Number(json, HorizonBins.Names[bin], interval.Reached(level, bin).Percent);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLinks(Utf8JsonWriter json, BacktestReport report)
    {
        json.WriteStartArray("worst_links");
        foreach (WorstLink link in WorstLink.List(report))
        {
            json.WriteStartObject();
            json.WriteString("from_stop", link.FromId);
            json.WriteString("to_stop", link.ToId);
            json.WriteNumber("n", link.Errors.Count);
            Number(json, "mae_seconds", link.Errors.Mae);
            Number(json, "bias_seconds", link.Errors.Bias);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteShare(Utf8JsonWriter json, string name, in ShareTally share)
    {
        Number(json, name, share.Percent);
        json.WriteNumber(name + "_n", share.All);
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known && double.IsFinite(known))
        {
            json.WriteNumber(name, Math.Round(known, 4));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
