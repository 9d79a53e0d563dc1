using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Alerting;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>
/// `alerts`: how many automatic alerts an ordinary recorded day gives, by kind and per 1,000 vehicle hours, and how many of them the true arrivals bear out.
/// </summary>
internal static class AlertsCommand
{
    private const int EverySeconds = 30;
    private const double FreshSeconds = 120;

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string> positions = new("--positions") { Required = true };
        Option<string> arrivals = new("--arrivals") { Required = true };
        Option<bool> list = new("--list");
        Command command = new("alerts", "Counts the automatic alerts of a recorded day and holds them against the true arrivals.") { gtfs, positions, arrivals, list };
        command.SetAction(parsed =>
        {
            Schedule schedule = ScheduleReader.Read(parsed.GetValue(gtfs)!).Schedule;
            AlertScore score = new(schedule, new AccuracyTruth(schedule, parsed.GetValue(arrivals)!, eventsPath: null), new AlertOptions());
            double hours = Replay(schedule, parsed.GetValue(positions)!, score);
            score.Print(hours, parsed.GetValue(list));
            return 0;
        });
        return command;
    }

    /// <summary>Replays the day; gives the hours that vehicles were heard, added up.</summary>
    private static double Replay(Schedule schedule, string positions, AlertScore score)
    {
        FusionPipeline pipeline = new(FeedId.Parse("bench"), schedule, new FusionOptions(), new RejectionLedger());
        ObservationGate gate = new(new GateOptions(), schedule.Extent);
        AlertWatch watch = new(new AlertOptions());
        double hours = 0;
        long due = 0;
        foreach (AvlReport report in PositionsFile.Read(positions))
        {
            long second = report.ReceivedAt.UnixSeconds;
            due = due == 0 ? second : due;
            for (; second > due; due += EverySeconds)
            {
                HubSnapshot state = pipeline.TakeSnapshot(Timestamp.FromUnixSeconds(due));
                watch.Observe(state);
                score.Take(watch.Episodes, due);
                hours += state.Vehicles.Count(v => state.CreatedAt.SecondsSince(v.ReceivedAt) <= FreshSeconds) * EverySeconds / 3600.0;
            }

            if (gate.Check(report).Accepted is { } accepted)
            {
                pipeline.Process(accepted);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{hours:F0} vehicle hours"));
        return hours;
    }
}
