using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Onnx;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>
/// `fusion-speed`: pings a second on one core, with the expectations of every later stop made at each ping. A seeded
/// city: lines of 60 stops with bends every 70 m, a vehicle on each in the first half of its way, so that a ping has about
/// 35 stops ahead; a fix each 10 seconds with 6 m of noise.
/// </summary>
internal static class PingBenchmark
{
    private const int Lines = 500;
    private const int Stops = 60;
    private const double MetersPerDegree = 111_195;
    private const long Start = 1772413200; // Monday 2 March 2026, 08:00 in Bangkok

    public static Command Create()
    {
        Option<string?> model = new("--model") { HelpName = "DIR", Description = "A learned model; without it the formula alone" };
        Command command = new("fusion-speed", "Pings a second on one core, with all predictions made.") { model };
        command.SetAction(parsed => Run(parsed.GetValue(model)));
        return command;
    }

    private static int Run(string? modelFolder)
    {
        using OnnxArrivalModel? model = modelFolder is null ? null : OnnxArrivalModel.Load(modelFolder);
        string folder = Directory.CreateTempSubdirectory("fusion-speed").FullName;
        double[][] path = WriteCity(folder);
        Schedule schedule = ScheduleReader.Read(folder).Schedule;
        Directory.Delete(folder, recursive: true);
        AvlReport[] warm = [.. Pings(path, 0, 60)];
        AvlReport[] measured = [.. Pings(path, 60, 180)];
        for (int round = 1; round <= 5; round++)
        {
            FusionPipeline pipeline = new(FeedId.Parse("speed"), schedule, new FusionOptions(), new RejectionLedger(), model);
            foreach (AvlReport report in warm)
            {
                pipeline.Process(report);
            }

            double ahead = pipeline.TakeSnapshot(warm[^1].ReceivedAt).Trips.Average(t => t.Stops.Count(s => !s.Passed));
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            Stopwatch watch = Stopwatch.StartNew();
            foreach (AvlReport report in measured)
            {
                pipeline.Process(report);
            }

            double seconds = watch.Elapsed.TotalSeconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Stopwatch view = Stopwatch.StartNew();
            int trips = pipeline.TakeSnapshot(measured[^1].ReceivedAt).Changes.Trips.Length;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round}: {measured.Length / seconds / 1000:F0}k pings/s with expectations of {ahead:F1} stops at the start, {(double)allocated / measured.Length:F2} B/ping, matched {pipeline.Counters.Matched}/{pipeline.Counters.Processed}, {pipeline.Counters.StopsPassed} stops passed; snapshot of {trips} changed trips {view.Elapsed.TotalMilliseconds:F1} ms"));
        }

        return 0;
    }

    private static IEnumerable<AvlReport> Pings(double[][] path, int from, int to)
    {
        Random noise = new(7);
        DeviceId[] devices = [.. Enumerable.Range(0, Lines).Select(i => DeviceId.Parse($"bus-{i}"))];
        for (int step = from; step < to; step++)
        {
            for (int line = 0; line < Lines; line++)
            {
                Timestamp at = Timestamp.FromUnixSeconds(Start + (step * 10));
                double along = Math.Max(0, (step * 10) - 20) * 6.5;
                int vertex = (int)(along / 70);
                double share = (along / 70) - vertex;
                double[] p = path[line];
                double latitude = p[vertex * 2] + (share * (p[(vertex * 2) + 2] - p[vertex * 2]));
                double longitude = p[(vertex * 2) + 1] + (share * (p[(vertex * 2) + 3] - p[(vertex * 2) + 1]));
                yield return new AvlReport
                {
                    Device = devices[line],
                    ReceivedAt = at,
                    MeasuredAt = at,
                    Latitude = latitude + ((noise.NextDouble() - 0.5) * 12 / MetersPerDegree),
                    Longitude = longitude + ((noise.NextDouble() - 0.5) * 12 / MetersPerDegree),
                    SpeedMps = 6.5f,
                    TripId = $"T{line}",
                };
            }
        }
    }

    private static double[][] WriteCity(string folder)
    {
        Random random = new(42);
        StringBuilder stops = new("stop_id,stop_name,stop_lat,stop_lon\n");
        StringBuilder routes = new("route_id,agency_id,route_short_name,route_type\n");
        StringBuilder trips = new("route_id,service_id,trip_id,shape_id\n");
        StringBuilder times = new("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n");
        StringBuilder shapes = new("shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n");
        double[][] paths = new double[Lines][];
        for (int line = 0; line < Lines; line++)
        {
            paths[line] = Path(random);
            routes.AppendLine(CultureInfo.InvariantCulture, $"R{line},A,{line},3");
            trips.AppendLine(CultureInfo.InvariantCulture, $"R{line},S,T{line},H{line}");
            for (int i = 0; i < paths[line].Length / 2; i++)
            {
                shapes.AppendLine(CultureInfo.InvariantCulture, $"H{line},{paths[line][i * 2]:F6},{paths[line][(i * 2) + 1]:F6},{i}");
            }

            for (int stop = 0; stop < Stops; stop++)
            {
                int vertex = stop * 5;
                TimeSpan time = TimeSpan.FromHours(8) + TimeSpan.FromSeconds(stop * 58);
                stops.AppendLine(CultureInfo.InvariantCulture, $"P{line}-{stop},Stop,{paths[line][vertex * 2]:F6},{paths[line][(vertex * 2) + 1]:F6}");
                times.AppendLine(CultureInfo.InvariantCulture, $"T{line},{time:hh\\:mm\\:ss},{time:hh\\:mm\\:ss},P{line}-{stop},{stop}");
            }
        }

        File.WriteAllText(folder + "/agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nA,City,https://example.org,Asia/Bangkok\n");
        File.WriteAllText(folder + "/calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nS,1,1,1,1,1,1,1,20260101,20261231\n");
        File.WriteAllText(folder + "/stops.txt", stops.ToString());
        File.WriteAllText(folder + "/routes.txt", routes.ToString());
        File.WriteAllText(folder + "/trips.txt", trips.ToString());
        File.WriteAllText(folder + "/stop_times.txt", times.ToString());
        File.WriteAllText(folder + "/shapes.txt", shapes.ToString());
        return paths;
    }

    /// <summary>Latitude and longitude in turn, a bend every 70 m.</summary>
    private static double[] Path(Random random)
    {
        double[] path = new double[2 * ((Stops * 5) + 1)];
        double latitude = 13.6 + (random.NextDouble() * 0.2);
        double longitude = 100.4 + (random.NextDouble() * 0.2);
        double heading = random.NextDouble() * Math.Tau;
        for (int i = 0; i < path.Length; i += 2)
        {
            (path[i], path[i + 1]) = (latitude, longitude);
            heading += (random.NextDouble() - 0.5) * 0.4;
            latitude += 70 * Math.Cos(heading) / MetersPerDegree;
            longitude += 70 * Math.Sin(heading) / (MetersPerDegree * Math.Cos(latitude * Math.PI / 180));
        }

        return path;
    }
}
