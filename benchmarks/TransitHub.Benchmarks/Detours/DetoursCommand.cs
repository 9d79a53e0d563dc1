using System.CommandLine;
using System.Globalization;
using TransitHub.Benchmarks.Fusion;
using TransitHub.Core.Alerting;
using TransitHub.Core.Detours;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Training.Stress;

namespace TransitHub.Benchmarks.Detours;

/// <summary>
/// `detours`: replays a recording and lists the detours that are found in it; with `--divert`, some stretches are diverted for two hours by moving the positions of
/// all vehicles there, and what is found is held against that.
/// </summary>
internal sealed class DetoursCommand
{
    private const long DivertedSeconds = 7200;
    private readonly Schedule schedule;
    private readonly string positions;
    private readonly AlertOptions options;
    private readonly int every;
    private readonly Dictionary<int, List<long>> starts = [];
    private long first;
    private long last;

    private DetoursCommand(string gtfs, string positions, int every, int vehicles)
    {
        this.schedule = ScheduleReader.Read(gtfs).Schedule;
        (this.positions, this.every) = (positions, every);
        this.options = new AlertOptions().WithPolicy(AlertPolicy.Off) with { Detour = AlertPolicy.Publish, DetourVehicles = vehicles };
    }

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string> positions = new("--positions") { Required = true, Description = "A recording, positions-csv." };
        Option<int> every = new("--every") { DefaultValueFactory = _ => 5, Description = "Seconds between two states." };
        Option<int> divert = new("--divert") { Description = "Stretches to divert." };
        Option<int> seed = new("--seed") { DefaultValueFactory = _ => 1 };
        Option<int> vehicles = new("--vehicles") { DefaultValueFactory = _ => new AlertOptions().DetourVehicles, Description = "Vehicles that make a detour." };
        Command command = new("detours", "Finds detours in a recording, and made-up ones in a diverted copy of it.") { gtfs, positions, every, divert, seed, vehicles };
        command.SetAction(parsed =>
        {
            DetoursCommand run = new(parsed.GetValue(gtfs)!, parsed.GetValue(positions)!, parsed.GetValue(every), parsed.GetValue(vehicles));
            List<FoundDetour> plain = run.Replay([]);
            Print(plain);
            if (parsed.GetValue(divert) is > 0 and int count)
            {
                List<DivertedSection> made = run.Choose(count, parsed.GetValue(seed));
                run.Score(made, run.Replay(made), [.. plain.Select(p => p.Evidence.Key)]);
            }

            return 0;
        });
        return command;
    }

    private static string Clock(long at) => DateTimeOffset.FromUnixTimeSeconds(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private List<FoundDetour> Replay(List<DivertedSection> diverted)
    {
        FusionPipeline pipeline = new(FeedId.Parse("bench"), this.schedule, new FusionOptions(), new RejectionLedger());
        AlertWatch watch = new(this.options);
        Dictionary<string, FoundDetour> found = new(StringComparer.Ordinal);
        long due = 0;
        long started = TimeProvider.System.GetTimestamp();
        TimeSpan watching = TimeSpan.Zero;
        foreach ((AvlReport? report, Observation? seen) in StressedFile.Read(PositionsFile.Read(this.positions).Select(r => this.Note(r, diverted)), new StressedReports(new StressOptions { HideRoutes = false })))
        {
            long second = report!.ReceivedAt.UnixSeconds;
            due = due == 0 ? second : due;
            for (; second > due; due += this.every)
            {
                HubSnapshot state = pipeline.TakeSnapshot(Timestamp.FromUnixSeconds(due));
                long began = TimeProvider.System.GetTimestamp();
                watch.Observe(state);
                watching += TimeProvider.System.GetElapsedTime(began);
                Follow(watch, found, due);
            }

            pipeline.Process(seen!);
        }

        Console.WriteLine(FormattableString.Invariant(
            $"replayed in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s, of which watching for detours {watching.TotalSeconds:0.0} s; {found.Count} detours"));
        return [.. found.Values.OrderBy(f => f.RaisedAt)];
    }

    private static void Follow(AlertWatch watch, Dictionary<string, FoundDetour> found, long now)
    {
        foreach (AlertEpisode episode in watch.Episodes)
        {
            Detour detour = episode.Evidence.Detour!;
            found[episode.Id] = found.TryGetValue(episode.Id, out FoundDetour? known) ? known with { Evidence = detour, EndedAt = null } : new FoundDetour(detour, episode.RaisedAt, null);
        }

        foreach ((string id, FoundDetour one) in found.Where(f => f.Value.EndedAt is null && !watch.Episodes.Any(e => e.Id == f.Key)).ToArray())
        {
            found[id] = one with { EndedAt = now };
        }
    }

    private AvlReport Note(AvlReport report, List<DivertedSection> diverted)
    {
        long at = report.ReceivedAt.UnixSeconds;
        this.first = this.first == 0 ? at : this.first;
        this.last = Math.Max(this.last, at);
        if (report.TripId is not { } id || !this.schedule.Trips.TryFind(id, out int trip) || this.schedule.Trips.PatternIndex(trip) < 0)
        {
            return report;
        }

        if (diverted.Count == 0)
        {
            int pattern = this.schedule.Trips.PatternIndex(trip);
            (this.starts.TryGetValue(pattern, out List<long>? list) ? list : this.starts[pattern] = []).Add(at);
            return report;
        }

        foreach (DivertedSection section in diverted)
        {
            report = section.Move(report, trip);
        }

        return report;
    }

    /// <summary>Stretches of one to three stops of different lines with some service, at times from which on two hours and one more are in the recording.</summary>
    private List<DivertedSection> Choose(int count, int seed)
    {
        Random random = new(seed);
        List<DivertedSection> made = [];
        int[] patterns = [.. this.starts.Where(s => s.Value.Count > 200 && !this.schedule.Patterns.IsStraight(s.Key)).Select(s => s.Key).Order()];
        HashSet<(int, int)> used = [];
        while (made.Count < count && used.Count < patterns.Length)
        {
            int pattern = patterns[random.Next(patterns.Length)];
            int route = this.schedule.Patterns.RouteIndex(pattern);
            int direction = this.schedule.Patterns.DirectionId(pattern);
            ReadOnlySpan<int> stops = this.schedule.Patterns.Stops(pattern);
            int skipped = 1 + random.Next(3);
            if (stops.Length < skipped + 4 || !used.Add((route, direction)))
            {
                used.Add((route, direction));
                continue;
            }

            int position = 2 + random.Next(stops.Length - skipped - 3);
            long room = Math.Max(1, this.last - this.first - DivertedSeconds - 3600);
            long from = this.first + 1800 + (long)(random.NextDouble() * room);
            double beside = (150 + (random.NextDouble() * 250)) * (random.Next(2) == 0 ? 1 : -1);
            DivertedSection section = new(this.schedule, stops[position], stops[position + skipped - 1], pattern, from, from + DivertedSeconds, beside);
            section.Stops.UnionWith(stops[position..(position + skipped)].ToArray().Select(this.schedule.Stops.Id));
            made.Add(section);
        }

        return made;
    }

    private static void Print(List<FoundDetour> found)
    {
        foreach (FoundDetour one in found)
        {
            Detour d = one.Evidence;
            Console.WriteLine(FormattableString.Invariant(
                $"{Clock(d.FirstSeen)}-{Clock(d.LastSeen)} raised {Clock(one.RaisedAt)} ended {(one.EndedAt is { } end ? Clock(end) : "-")} {d.Key} runs {d.RunCount} vehicles {d.Vehicles.Length} extra {d.ExtraSeconds} skipped {string.Join(' ', d.SkippedStopIds)} of {string.Join(' ', d.StopIds)} at {d.Path[0]:0.00000},{d.Path[1]:0.00000} to {d.Path[^2]:0.00000},{d.Path[^1]:0.00000}"));
        }
    }

    private void Score(List<DivertedSection> made, List<FoundDetour> found, HashSet<string> before)
    {
        List<FoundDetour> left = [.. found.Where(f => !before.Contains(f.Evidence.Key))];
        (int possible, int hits, List<double> begin, List<double> vehicles, List<double> end, double stopsHit, double stopsSaid, double stopsTrue) = (0, 0, [], [], [], 0, 0, 0);
        (int lines, int linesHit) = (0, 0);
        foreach (DivertedSection section in made)
        {
            string name = $"{this.schedule.Routes.Id(this.schedule.Patterns.RouteIndex(section.Pattern))} and others";
            FoundDetour[] mine = [.. left.Where(f => f.RaisedAt >= section.From && f.Evidence.FirstSeen < section.To && f.Evidence.SkippedStopIds.Any(section.Stops.Contains))];
            left.RemoveAll(mine.Contains);
            long[] came = [.. section.Vehicles.Values.Order()];
            possible += came.Length >= this.options.DetourVehicles ? 1 : 0;
            lines += came.Length >= this.options.DetourVehicles ? section.Lines.Count : 0;
            linesHit += section.Lines.Keys.Count(l => mine.Any(f => f.Evidence.RouteId == this.schedule.Routes.Id(l.Route) && (f.Evidence.DirectionId ?? -1) == l.Direction));
            string word = came.Length >= this.options.DetourVehicles ? "MISSED" : "too few vehicles";
            if (mine.Length > 0)
            {
                hits++;
                FoundDetour one = mine.MinBy(f => f.RaisedAt)!;
                begin.Add((one.RaisedAt - came[0]) / 60.0);
                vehicles.Add(came.Count(c => c < one.RaisedAt));
                long? ended = mine.Any(f => f.EndedAt is null) ? null : mine.Max(f => f.EndedAt);
                if (ended is { } gone)
                {
                    end.Add((gone - section.To) / 60.0);
                }

                stopsHit += one.Evidence.SkippedStopIds.Count(section.Stops.Contains);
                stopsSaid += one.Evidence.SkippedStopIds.Length;
                stopsTrue += section.Stops.Count;
                word = FormattableString.Invariant($"found {(one.RaisedAt - came[0]) / 60.0:0.0} min after the first vehicle, all over {(ended - section.To) / 60.0:0.0} min after the end");
            }

            Console.WriteLine(FormattableString.Invariant($"line {name} {Clock(section.From)} {section.Stops.Count} stops, {section.Lines.Count} lines, {came.Length} vehicles: {word}"));
        }

        Console.WriteLine(FormattableString.Invariant($"lines with a vehicle there {lines}, found {linesHit}"));
        Console.WriteLine(FormattableString.Invariant($"diverted {made.Count}, with {this.options.DetourVehicles} vehicles or more {possible}, found {hits}; found besides: {left.Count}"));
        Console.WriteLine(FormattableString.Invariant(
            $"minutes from the first vehicle until found: {Spread(begin)}; vehicles by then: {Spread(vehicles)}; minutes from the end until ended: {Spread(end)} ({end.Count} ended)"));
        Console.WriteLine(FormattableString.Invariant($"stops: precision {stopsHit / stopsSaid:0.000}, recall {stopsHit / stopsTrue:0.000}"));
        Print(left);
    }

    private static string Spread(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? "-" : FormattableString.Invariant($"median {sorted[sorted.Length / 2]:0.0}, 90 % {sorted[(int)(sorted.Length * 0.9)]:0.0}, most {sorted[^1]:0.0}");
    }

    private sealed record FoundDetour(Detour Evidence, long RaisedAt, long? EndedAt);
}
