using System.CommandLine;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Service;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Training.Stress;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>
/// `ghosts`: hides the vehicles of some trips or blocks of a recording, replays the rest, and tells what was believed of the hidden ones and of
/// those that ran, by the minute after the scheduled start.
/// </summary>
internal sealed class GhostsCommand
{
    private readonly Schedule schedule;
    private readonly string positions;
    private readonly GhostSettings settings;
    private readonly Dictionary<int, (long First, int Reports)> reported = [];
    private long first;
    private long last;

    private GhostsCommand(string gtfs, string positions, GhostSettings settings)
    {
        this.schedule = ScheduleReader.Read(gtfs).Schedule;
        this.positions = positions;
        this.settings = settings;
    }

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string> positions = new("--positions") { Required = true };
        Option<double> share = new("--share") { DefaultValueFactory = _ => 0.03 };
        Option<int> seeds = new("--seeds") { DefaultValueFactory = _ => 1 };
        Option<int> every = new("--every") { DefaultValueFactory = _ => 15 };
        Option<bool> blocks = new("--blocks");
        Option<bool> hideIds = new("--hide-trips");
        Option<double> cancel = new("--cancel") { DefaultValueFactory = _ => new ServiceOptions().CancelProbability };
        Option<double> mute = new("--mute");
        Option<bool> list = new("--list");
        Command command = new("ghosts", "Scores what is believed of trips that nobody sees.") { gtfs, positions, share, seeds, every, blocks, hideIds, cancel, mute, list };
        command.SetAction(parsed =>
        {
            GhostSettings settings = new(parsed.GetValue(share), parsed.GetValue(every), parsed.GetValue(blocks), parsed.GetValue(hideIds), parsed.GetValue(cancel), parsed.GetValue(mute), parsed.GetValue(list));
            GhostsCommand run = new(parsed.GetValue(gtfs)!, parsed.GetValue(positions)!, settings);
            run.ReadReported();
            for (int seed = 1; seed <= parsed.GetValue(seeds); seed++)
            {
                run.Replay(seed);
            }

            return 0;
        });
        return command;
    }

    /// <summary>Which trips any report names, and from when to when there are reports.</summary>
    private void ReadReported()
    {
        foreach (AvlReport report in PositionsFile.Read(this.positions))
        {
            this.first = this.first == 0 ? report.ReceivedAt.UnixSeconds : this.first;
            this.last = report.ReceivedAt.UnixSeconds;
            if (report.TripId is { } id && this.schedule.Trips.TryFind(id, out int trip))
            {
                this.reported[trip] = this.reported.TryGetValue(trip, out var known) ? (known.First, known.Reports + 1) : (this.last, 1);
            }
        }
    }

    private void Replay(int seed)
    {
        HashSet<int> hidden = this.Choose(seed);
        HashSet<string> muted = this.ChooseMuted(seed);
        GhostScore score = new(this.schedule, this.reported, hidden, trip => muted.Contains(this.LineOf(trip)), this.first, this.last);
        FusionOptions options = new() { Service = new ServiceOptions { CancelProbability = this.settings.Cancel } };
        FusionPipeline pipeline = new(FeedId.Parse("bench"), this.schedule, options, new RejectionLedger());
        long due = 0;
        StressedReports stress = new(new StressOptions { HideTrips = this.settings.HideIds, HideRoutes = false });
        foreach ((AvlReport? report, Observation? seen) in StressedFile.Read(PositionsFile.Read(this.positions), stress))
        {
            long second = report!.ReceivedAt.UnixSeconds;
            due = due == 0 ? second : due;
            for (; second > due; due += this.settings.Every)
            {
                score.Take(pipeline.TakeSnapshot(Timestamp.FromUnixSeconds(due)), due);
            }

            if (report.TripId is { } id && this.schedule.Trips.TryFind(id, out int trip) && (hidden.Contains(trip) || muted.Contains(this.LineOf(trip))))
            {
                continue;
            }

            pipeline.Process(seen!);
        }

        score.Print(seed, pipeline.Counters, this.settings.List);
    }

    /// <summary>Lines whose vehicles have no devices: all their reports are hidden.</summary>
    private HashSet<string> ChooseMuted(int seed)
    {
        Random random = new(seed + 1000);
        return [.. this.reported.Keys.Select(this.LineOf).Distinct().Order(StringComparer.Ordinal).Where(_ => random.NextDouble() < this.settings.Mute)];
    }

    private string LineOf(int trip) => this.schedule.Routes.ShortName(this.schedule.Trips.RouteIndex(trip));

    /// <summary>A random share of the reported trips; with blocks, all trips of a share of the blocks.</summary>
    private HashSet<int> Choose(int seed)
    {
        Random random = new(seed);
        HashSet<int> hidden = [];
        Dictionary<int, bool> blocks = [];
        foreach (int trip in this.reported.Keys.Order())
        {
            int block = this.settings.Blocks ? this.schedule.Trips.BlockIndex(trip) : -1;
            if (block < 0 || !blocks.TryGetValue(block, out bool isHidden))
            {
                isHidden = random.NextDouble() < this.settings.Share;
                if (block >= 0)
                {
                    blocks[block] = isHidden;
                }
            }

            if (isHidden)
            {
                hidden.Add(trip);
            }
        }

        return hidden;
    }

    private sealed record GhostSettings(double Share, int Every, bool Blocks, bool HideIds, double Cancel, double Mute, bool List);
}
