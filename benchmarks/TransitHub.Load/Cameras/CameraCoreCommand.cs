using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using TransitHub.Core.Devices;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Sheets;
using TransitHub.Mqtt.Decoding;

namespace TransitHub.Load.Cameras;

/// <summary>
/// <c>camera-core</c>: many cameras and vehicles, each with a message a second, through decoder, gate and fusion on one thread, without disk and network: which
/// step takes how much of one core at real time.
/// </summary>
internal static class CameraCoreCommand
{
    private const int StatesPerSecond = 4;

    public static Command Create()
    {
        Option<int> cameras = new("--cameras") { DefaultValueFactory = _ => 5000, Description = "cameras" };
        Option<int> vehicles = new("--vehicles") { DefaultValueFactory = _ => 10_000, Description = "vehicles" };
        Option<double> beside = new("--beside-lines") { DefaultValueFactory = _ => 0.5, Description = "share of the cameras at streets that no line takes" };
        Option<double> buses = new("--bus-share") { DefaultValueFactory = _ => 0.1, Description = "share of the passages that are buses" };
        Option<int> seconds = new("--seconds") { DefaultValueFactory = _ => 300, Description = "seconds of the city" };
        Command command = new("camera-core", "Shares of one core that many cameras take in gate and fusion.") { cameras, vehicles, beside, buses, seconds };
        command.SetAction(parsed => Run(
            new LoadCity(parsed.GetValue(vehicles), parsed.GetValue(cameras), parsed.GetValue(beside), 1_772_445_600), parsed.GetValue(buses), parsed.GetValue(seconds)));
        return command;
    }

    private static int Run(LoadCity city, double busShare, int seconds)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("transithub-cameras-").FullName, "city.zip");
        LoadCityFiles.WriteGtfs(city, path);
        Schedule schedule = ScheduleReader.Read(path).Schedule;
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        SheetProblems problems = new();
        DeviceRegistry devices = DevicesSheet.Read("devices.yaml", LoadCityFiles.Devices(city), schedule, problems);
        FeedId feed = FeedId.Parse("city");
        RejectionLedger ledger = new();
        FusionPipeline pipeline = new(feed, schedule, new FusionOptions(), ledger, devices: devices);
        ObservationGate gate = new(new GateOptions(), schedule.Extent);
        MessageDecoder decoder = new(new DecoderOptions());
        CameraMessages messages = new(city, "city", busShare);
        StageTimes times = new();
        HubSnapshot? state = null;
        for (int second = 0; second < seconds; second++)
        {
            for (int part = 0; part < StatesPerSecond; part++)
            {
                Timestamp now = new((city.Start + second) * 1000 + (part * 1000 / StatesPerSecond));
                (string Topic, byte[] Payload)[] sent =
                [
                    .. Enumerable.Range(0, city.Cameras).Where(c => c % StatesPerSecond == part).Select(c => messages.OfCamera(c, second, now.UnixMilliseconds / 1000.0)),
                    .. Enumerable.Range(0, city.Vehicles).Where(v => v % StatesPerSecond == part).Select(v => messages.OfVehicle(v, now.UnixMilliseconds / 1000.0)),
                ];
                List<Observation> decoded = times.Of("decode", () => sent.SelectMany(m => decoder.Decode(m.Topic, m.Payload, null, now).Observations).ToList());
                List<Observation> accepted = times.Of("gate", () => Accepted(gate, ledger, decoded));
                foreach (IGrouping<ObservationKind, Observation> kind in accepted.GroupBy(o => o.Kind))
                {
                    times.Of($"fusion: {kind.Key}", () => Process(pipeline, [.. kind]));
                }

                times.Of("fusion: time passes", () => Advance(pipeline, now));
                state = times.Of("states", () => pipeline.TakeSnapshot(now));
            }
        }

        times.Print(seconds);
        Print($"{problems.ErrorCount} errors in the devices file; matched {pipeline.Counters.Matched:N0} of {pipeline.Counters.Processed:N0} positions; passages told of lately: {string.Join(", ", state!.Passages.GroupBy(p => p.State).Select(g => $"{g.Count()} {g.Key}"))}");
        Print($"refused: {string.Join(", ", ledger.List().Select(r => $"{r.Value:N0} {r.Key.Name()}"))}");
        Print($"heap {GC.GetTotalMemory(true) / 1e6:F0} MB");
        GC.KeepAlive(pipeline);
        GC.KeepAlive(gate);
        return 0;
    }

    private static List<Observation> Accepted(ObservationGate gate, RejectionLedger ledger, List<Observation> decoded)
    {
        List<Observation> accepted = new(decoded.Count);
        foreach (Observation observation in decoded)
        {
            GateVerdict verdict = gate.Check(observation);
            if (verdict.Accepted is { } good)
            {
                accepted.Add(good);
            }
            else
            {
                ledger.Add(observation.ReceivedAt, verdict.Reason, observation.Device.ToString(), verdict.Detail);
            }
        }

        return accepted;
    }

    private static int Process(FusionPipeline pipeline, Observation[] observations)
    {
        Array.ForEach(observations, pipeline.Process);
        return observations.Length;
    }

    private static int Advance(FusionPipeline pipeline, Timestamp now)
    {
        pipeline.Advance(now);
        return 0;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>How long each step took, and the longest time of it in one go.</summary>
    private sealed class StageTimes
    {
        private readonly Dictionary<string, (double Seconds, double Longest, long Items)> stages = [];

        public T Of<T>(string stage, Func<T> work)
        {
            long began = Stopwatch.GetTimestamp();
            T made = work();
            double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
            (double seconds, double longest, long items) = this.stages.GetValueOrDefault(stage);
            int count = made is System.Collections.ICollection list ? list.Count : made is int number ? number : 1;
            this.stages[stage] = (seconds + took, Math.Max(longest, took), items + count);
            return made;
        }

        public void Print(int seconds)
        {
            Console.WriteLine("| step | items | us each | of one core at real time | longest ms |");
            Console.WriteLine("|---|---|---|---|---|");
            foreach ((string stage, (double took, double longest, long items)) in this.stages)
            {
                CameraCoreCommand.Print($"| {stage} | {items:N0} | {1e6 * took / Math.Max(1, items):F1} | {100 * took / seconds:F1} % | {1000 * longest:F0} |");
            }

            CameraCoreCommand.Print($"| all | | | {100 * this.stages.Values.Sum(s => s.Seconds) / seconds:F1} % | |");
        }
    }
}
