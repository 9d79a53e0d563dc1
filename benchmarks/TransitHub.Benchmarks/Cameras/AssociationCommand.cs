using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;
using TransitHub.Training.Truth;

namespace TransitHub.Benchmarks.Cameras;

/// <summary>
/// `camera-association`: turns stops into cameras and true arrivals into anonymous passages, and counts how many are given to the right trip: by the hub,
/// and by one assignment a camera over the timetable, with and without the route.
/// </summary>
internal sealed class AssociationCommand
{
    private const double Tick = 5;

    private readonly Schedule schedule;
    private readonly ArrivalTruth truth;
    private readonly ServiceDate date;

    private AssociationCommand(string gtfs, string arrivals)
    {
        this.schedule = ScheduleReader.Read(gtfs).Schedule;
        this.truth = new ArrivalTruth(this.schedule);
        ArrivalsFile.Read(arrivals, this.schedule, this.truth);
        this.truth.Close();
        this.date = this.truth.Runs[0].Trip.ServiceDate;
    }

    public static Command Create()
    {
        Option<string> gtfs = new("--gtfs") { Required = true };
        Option<string> arrivals = new("--arrivals") { Required = true };
        Option<int> every = new("--every-stops") { DefaultValueFactory = _ => 5, Description = "Stops from one camera to the next at most." };
        Option<int> seed = new("--seed") { DefaultValueFactory = _ => 1 };
        Option<double> missed = new("--missed") { DefaultValueFactory = _ => 0.05 };
        Option<double> unreal = new("--false") { DefaultValueFactory = _ => 0.05 };
        Option<double> noise = new("--noise") { DefaultValueFactory = _ => 3 };
        Option<double> read = new("--read") { DefaultValueFactory = _ => 1, Description = "Share of the passages whose route was read." };
        Option<double> misread = new("--misread");
        Option<bool> alone = new("--alone") { Description = "Without the baselines." };
        Command command = new("camera-association", "Counts passages that are given to the right trip.") { gtfs, arrivals, every, seed, missed, unreal, noise, read, misread, alone };
        command.SetAction(parsed =>
        {
            AssociationCommand run = new(parsed.GetValue(gtfs)!, parsed.GetValue(arrivals)!);
            CameraFaults faults = new(
                (ulong)parsed.GetValue(seed), parsed.GetValue(missed), parsed.GetValue(unreal), parsed.GetValue(noise), parsed.GetValue(read), parsed.GetValue(misread));
            run.Compare(parsed.GetValue(every), faults, parsed.GetValue(alone));
            return 0;
        });
        return command;
    }

    private void Compare(int every, CameraFaults faults, bool alone)
    {
        StopCameras cameras = new(this.schedule, every);
        List<CameraCase> cases = new CameraCases(this.schedule, cameras, faults).Make(this.truth);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cameras.Count} cameras, {cases.Count(c => c.Trip >= 0)} true and {cases.Count(c => c.Trip < 0)} false passages"));
        Console.WriteLine("| method | right | wrong trip, same route | wrong route | unassigned | false alarms attached |\n|---|---|---|---|---|---|");
        if (!alone)
        {
            this.ScorePlain("assignment by schedule", cases, knowsRoutes: false);
            this.ScorePlain("assignment by schedule and route", cases, knowsRoutes: true);
        }

        Stopwatch watch = Stopwatch.StartNew();
        foreach (AssociationScore score in this.ScoreOwn(cameras, cases))
        {
            score.Print();
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:F1} s, {watch.Elapsed.TotalMicroseconds / cases.Count:F0} us a passage"));
    }

    private void ScorePlain(string name, List<CameraCase> cases, bool knowsRoutes)
    {
        AssociationScore score = new(name, this.schedule);
        PlainAssociation plain = new(this.schedule, this.date, knowsRoutes);
        foreach (IGrouping<int, CameraCase> camera in cases.GroupBy(c => c.Stop))
        {
            CameraCase[] passages = [.. camera];
            int[] trips = plain.Assign(camera.Key, passages);
            for (int i = 0; i < passages.Length; i++)
            {
                score.Add(passages[i], trips[i]);
            }
        }

        score.Print();
    }

    private AssociationScore[] ScoreOwn(StopCameras cameras, List<CameraCase> cases)
    {
        AssociationScore first = new("hub, within two minutes", this.schedule);
        AssociationScore revised = new("hub, as revised later", this.schedule);
        Dictionary<string, int> last = [];
        Dictionary<string, CameraCase> byId = cases.ToDictionary(c => c.Report.EventId!);
        FusionPipeline pipeline = new(FeedId.Parse("bench"), this.schedule, new FusionOptions(), new RejectionLedger(), devices: cameras.MakeRegistry());
        pipeline.Cameras!.Board.Listener = passage =>
        {
            int trip = passage.Trip?.TripIndex ?? -1;
            if (last.TryAdd(passage.EventId!, trip))
            {
                first.Add(byId[passage.EventId!], trip);
            }

            last[passage.EventId!] = trip;
        };
        double due = cases[0].At;
        foreach (CameraCase passage in cases)
        {
            double received = passage.Report.ReceivedAt.UnixMilliseconds / 1000.0;
            for (; due < received; due += Tick)
            {
                pipeline.Advance(new Timestamp((long)(due * 1000)));
            }

            pipeline.Process(passage.Report);
        }

        for (double end = due + 600; due < end; due += Tick)
        {
            pipeline.Advance(new Timestamp((long)(due * 1000)));
        }

        foreach (CameraCase passage in cases)
        {
            revised.Add(passage, last.GetValueOrDefault(passage.Report.EventId!, -1));
        }

        return [first, revised];
    }
}
