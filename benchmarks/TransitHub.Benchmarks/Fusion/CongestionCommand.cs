using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>`congestion`: what vehicles in service are said to meet, by hour of a recorded day.</summary>
internal static class CongestionCommand
{
    private const int EverySeconds = 300;

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string> positions = new("--positions") { Required = true };
        Command command = new("congestion", "Counts the congestion levels told by hour.") { gtfs, positions };
        command.SetAction(parsed =>
        {
            Run(ScheduleReader.Read(parsed.GetValue(gtfs)!).Schedule, parsed.GetValue(positions)!);
            return 0;
        });
        return command;
    }

    private static void Run(Schedule schedule, string positions)
    {
        FusionPipeline pipeline = new(FeedId.Parse("bench"), schedule, new FusionOptions(), new RejectionLedger());
        SortedDictionary<int, int[]> byHour = [];
        long next = 0;
        foreach (AvlReport report in PositionsFile.Read(positions))
        {
            pipeline.Process(report);
            long now = report.ReceivedAt.UnixSeconds;
            if (next == 0 || now < next)
            {
                next = next == 0 ? now + EverySeconds : next;
                continue;
            }

            next += EverySeconds;
            int hour = NodaTime.Instant.FromUnixTimeSeconds(now).InZone(schedule.TimeZone).Hour;
            byHour.TryAdd(hour, new int[5]);
            foreach (VehicleSnapshot vehicle in pipeline.TakeSnapshot(new Timestamp(now * 1000)).Vehicles.Where(v => v.Phase == VehiclePhase.InService))
            {
                byHour[hour][vehicle.CongestionLevel ?? 0]++;
            }
        }

        Console.WriteLine("| hour | vehicles looked at | unknown | smooth | stop and go | congestion | severe |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach ((int hour, int[] levels) in byHour)
        {
            double all = Math.Max(1, levels.Sum());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {hour} | {levels.Sum():N0} | {string.Join(" | ", levels.Select(l => (l / all).ToString("P1", CultureInfo.InvariantCulture)))} |"));
        }
    }
}
