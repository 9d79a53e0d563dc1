using System.CommandLine;
using TransitHub.Gtfs;
using TransitHub.Training.Stress;
using TransitHub.Training.Truth;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>How a benchmark may make a recording worse; the same as backtest's.</summary>
internal sealed class StressFlags
{
    private readonly Option<bool> hide = new("--hide-trips") { Description = "Hides trips, routes and directions from the hub." };
    private readonly Option<bool> routes = new("--keep-routes") { Description = "With --hide-trips: leaves the route." };
    private readonly Option<double> noise = new("--gps-noise") { Description = "Adds errors of this scale in meters, Student-t with four degrees of freedom." };
    private readonly Option<double> drop = new("--drop-pings") { Description = "Leaves out this share of the reports." };
    private readonly Option<int> cameras = new("--cameras-only") { Description = "No positions: cameras, one every so many stops, tell who passes. Needs --arrivals." };
    private readonly Option<string[]> lines = new("--camera-line") { Description = "With --cameras-only: only this line; may be given several times." };
    private readonly Option<int> thin = new("--thin-to") { Description = "Leaves so many seconds between two reports of a vehicle." };

    public void AddTo(Command command)
    {
        command.Add(this.hide);
        command.Add(this.routes);
        command.Add(this.noise);
        command.Add(this.drop);
        command.Add(this.thin);
        command.Add(this.cameras);
        command.Add(this.lines);
    }

    public StressOptions Read(ParseResult parsed) => new()
    {
        HideTrips = parsed.GetValue(this.hide),
        HideRoutes = !parsed.GetValue(this.routes),
        GpsNoiseMeters = parsed.GetValue(this.noise),
        DropShare = parsed.GetValue(this.drop),
        ThinToSeconds = parsed.GetValue(this.thin),
        CameraStops = parsed.GetValue(this.cameras),
        CameraLines = parsed.GetValue(this.lines) ?? [],
    };

    /// <summary>The cameras that are asked for; null: none.</summary>
    public static CameraStress? PutUp(StressOptions options, Schedule schedule, string? arrivals)
    {
        if (options.CameraStops == 0 || arrivals is null)
        {
            return null;
        }

        ArrivalTruth truth = new(schedule);
        ArrivalsFile.Read(arrivals, schedule, truth);
        truth.Close();
        return new CameraStress(schedule, truth, options);
    }
}
