using System.CommandLine;
using System.Diagnostics;
using TransitHub.Benchmarks.Fusion;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Training.Observing;

namespace TransitHub.Benchmarks.Observing;

/// <summary>`gtfs-observe`: drafts a feed from recorded positions without the GTFS, then compares the draft with it, and a plain draft of stands beside it.</summary>
internal static class GtfsObserveCommand
{
    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string[]> positions = new("--positions") { Required = true, AllowMultipleArgumentsPerToken = true };
        Option<RouteOf> routeOf = new("--route-of") { DefaultValueFactory = _ => RouteOf.None };
        Option<int> minRuns = new("--min-runs") { DefaultValueFactory = _ => 3 };
        Option<string?> missing = new("--list-stops") { Description = "Writes every true and drafted stop with what became of it to this CSV" };
        Command command = new("gtfs-observe", "Compares a feed drafted from positions alone with the real one.") { gtfs, positions, routeOf, minRuns, missing };
        command.SetAction(parsed =>
        {
            Schedule schedule = ScheduleReader.Read(parsed.GetValue(gtfs)!).Schedule;
            Run(schedule, parsed.GetValue(positions)!, parsed.GetValue(routeOf), parsed.GetValue(minRuns), parsed.GetValue(missing));
            return 0;
        });
        return command;
    }

    private static void Run(Schedule schedule, string[] files, RouteOf routeOf, int minRuns, string? list)
    {
        List<AvlReport> reports = [.. files.SelectMany(PositionsFile.Read)];
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone.Id);
        long started = Stopwatch.GetTimestamp();
        FeedObserver observer = new(new ObserveOptions { RouteOf = routeOf, MinRuns = minRuns, TimeZone = zone });
        foreach (AvlReport report in reports)
        {
            observer.TryAdd(report);
        }

        DraftNetwork draft = observer.Draft();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"{reports.Count:N0} reports, {draft.Facts.Vehicles} vehicles, {draft.Facts.Jumps} jumps left out, {draft.Facts.Runs} runs, {draft.Facts.PlacedRuns} on a line; {draft.Lines.Count} lines, {draft.Lines.Sum(l => l.Directions.Count)} directions, {draft.Stops.Count} stops; {seconds:F1} s, {Environment.WorkingSet >> 20} MB");
        SeenService seen = new(schedule, reports);
        Console.WriteLine($"truth: {seen.Trips.Count} trips of {seen.Patterns.Count} patterns seen, {seen.Visits.Count} stops served, {seen.Visits.Values.Count(v => v >= 5)} of them five times or more");
        (double, double, double)[] plain = [.. PlainDraft.Stops(reports).Select(s => (s.Latitude, s.Longitude, 1.0))];
        StopScore.Print("draft", seen, [.. draft.Stops.Select(s => (s.Latitude, s.Longitude, s.Confidence))], list, plain.Length);
        StopScore.Print("plain", seen, plain, null);
        LineScore.Print(seen, draft);
    }
}
