using System.Globalization;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Training;
using TransitHub.Training.Truth;

namespace TransitHub.Benchmarks.Cameras;

/// <summary>What the cameras of a case are like.</summary>
/// <param name="Seed">Of all chance.</param>
/// <param name="Missed">Share of the vehicles that no passage tells of.</param>
/// <param name="False">Passages of no vehicle, as a share of the true ones.</param>
/// <param name="Noise">Error of a passage's time, seconds, standard deviation.</param>
/// <param name="Read">Share of the passages whose route was read.</param>
/// <param name="Misread">Share of the read ones that show another route of the stop.</param>
internal sealed record CameraFaults(ulong Seed, double Missed, double False, double Noise, double Read, double Misread)
{
    /// <summary>Standard deviation of the cameras' clocks, seconds; each has an error of its own that stays.</summary>
    public double Clock { get; init; }

    /// <summary>The error of a camera's clock, seconds.</summary>
    public double ClockOf(int stop) => this.Clock * new SeededDraws(this.Seed, 0xC10C, (ulong)stop).Normal();
}

/// <summary>A passage, and whose it was.</summary>
/// <param name="Report">The passage.</param>
/// <param name="Stop">Index of the stop.</param>
/// <param name="Route">Index of the route it shows, of any of its variants; -1: none.</param>
/// <param name="Trip">The trip; -1: of no vehicle.</param>
internal sealed record CameraCase(PassageReport Report, int Stop, int Route, int Trip)
{
    public double At => this.Report.MeasuredAt.UnixMilliseconds / 1000.0;
}

/// <summary>Makes passages at cameras of true arrivals at stops.</summary>
internal sealed class CameraCases(Schedule schedule, StopCameras cameras, CameraFaults faults)
{
    /// <summary>A passage that no vehicle made is so near to one that did at most, seconds, so that they come when vehicles do.</summary>
    private const double FalseWithin = 1200;

    /// <summary>Reports are received so long after they were measured, milliseconds.</summary>
    private const long Delay = 1000;

    /// <summary>The passages in the order in which they are received.</summary>
    /// <param name="truth">The true arrivals.</param>
    /// <param name="counts">Which trips are seen; null: all.</param>
    public List<CameraCase> Make(ArrivalTruth truth, Func<int, bool>? counts = null)
    {
        List<(int Stop, double At, int Trip)> passings = [];
        foreach (TrueRun run in truth.Runs.Where(r => counts is null || counts(r.Trip.TripIndex)))
        {
            ReadOnlySpan<int> stops = schedule.Patterns.Stops(run.Pattern);
            for (int i = 1; i < stops.Length; i++)
            {
                if (cameras.IsAt(stops[i]) && !double.IsNaN(run.Arrivals[i]))
                {
                    passings.Add((stops[i], run.Arrivals[i], run.Trip.TripIndex));
                }
            }
        }

        List<CameraCase> cases = [];
        foreach (IGrouping<int, (int Stop, double At, int Trip)> camera in passings.GroupBy(p => p.Stop).OrderBy(g => g.Key))
        {
            this.AddCamera(camera.Key, [.. camera.OrderBy(p => p.At).ThenBy(p => p.Trip)], cases);
        }

        return [.. cases.OrderBy(c => c.Report.ReceivedAt).ThenBy(c => c.Report.EventId, StringComparer.Ordinal)];
    }

    private void AddCamera(int stop, (int Stop, double At, int Trip)[] passings, List<CameraCase> cases)
    {
        var draws = new SeededDraws(faults.Seed, 0xCA3E5A, (ulong)stop);
        int[] routes = [.. passings.Select(p => schedule.Trips.RouteIndex(p.Trip))];
        for (int i = 0; i < passings.Length; i++)
        {
            double error = faults.Noise * draws.Normal();
            bool isMissed = draws.Next() < faults.Missed;
            bool isRead = draws.Next() < faults.Read;
            bool isMisread = draws.Next() < faults.Misread;
            int other = routes[draws.Pick(routes.Length)];
            bool isFalse = draws.Next() < faults.False;
            double off = FalseWithin * ((2 * draws.Next()) - 1);
            int falseTrip = passings[draws.Pick(passings.Length)].Trip;
            int falseRoute = schedule.Trips.RouteIndex(falseTrip);
            if (!isMissed)
            {
                cases.Add(this.Make(stop, i, passings[i].At + error, isRead ? isMisread ? other : routes[i] : -1, passings[i].Trip, passings[i].Trip));
            }

            if (isFalse)
            {
                cases.Add(this.Make(stop, passings.Length + i, passings[i].At + off, isRead ? falseRoute : -1, -1, falseTrip));
            }
        }
    }

    /// <summary>What a camera calls the vehicles of a route.</summary>
    private string ClassOf(int route) => schedule.Routes.Type(route) switch
    {
        0 => "tram",
        1 or 2 => "train",
        4 => "boat",
        _ => "bus",
    };

    private CameraCase Make(int stop, int number, double at, int route, int trip, int like)
    {
        var passed = new Timestamp((long)(at * 1000));
        return new CameraCase(
            new PassageReport
            {
                Device = StopCameras.DeviceOf(stop),
                ReceivedAt = passed.AddMilliseconds(Delay),
                MeasuredAt = passed.AddSeconds(faults.ClockOf(stop)),
                EventId = string.Create(CultureInfo.InvariantCulture, $"{stop}-{number:D6}"),
                Channel = StopCameras.ChannelId,
                Class = this.ClassOf(schedule.Trips.RouteIndex(like)),
                Direction = cameras.DirectionOf(like),
                RouteText = route < 0 ? null : schedule.Routes.ShortName(route),
                RouteConfidence = route < 0 ? null : 0.95f,
            },
            stop, route, trip);
    }
}
