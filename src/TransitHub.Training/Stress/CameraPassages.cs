using System.Globalization;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Stress;

/// <summary>
/// What cameras tell of the vehicles that truly passed: a share is missed, times are a little off, and a share of passages that
/// never were comes on top, with the route of one that was.
/// </summary>
internal sealed class CameraPassages(Schedule schedule, CameraSites sites, StressOptions options)
{
    /// <summary>Seconds a camera takes to say it.</summary>
    private const int DelaySeconds = 1;

    /// <summary>A false one comes within this of a true one, seconds: cameras err while there is traffic.</summary>
    private const double FalseWithin = 1800;

    /// <summary>Of all runs, in the order of receipt.</summary>
    public IReadOnlyList<PassageReport> Of(ArrivalTruth truth)
    {
        List<PassageReport> passages = [];
        foreach (TrueRun run in truth.Runs)
        {
            for (int position = 0; position < run.StopCount; position++)
            {
                if (!double.IsNaN(run.Arrivals[position]) && sites.Find(run.Pattern, position) is { } pass)
                {
                    this.Add(run, position, pass, passages);
                }
            }
        }

        return [.. passages.OrderBy(p => p.ReceivedAt).ThenBy(p => p.Device).ThenBy(p => p.EventId, StringComparer.Ordinal)];
    }

    private void Add(TrueRun run, int position, CameraPass pass, List<PassageReport> passages)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{schedule.Trips.Id(run.Trip.TripIndex)}/{run.Trip.ServiceDate}/{run.Trip.StartSeconds}/{run.Vehicle}/{position}");
        SeededDraws draws = new(options.Seed, SeededDraws.Of("camera"), SeededDraws.Of(name));
        double at = run.Arrivals[position] + (((draws.Next() * 2) - 1) * options.CameraErrorSeconds);
        bool isMissed = draws.Next() < options.CameraMissShare;
        bool bringsFalse = draws.Next() < options.CameraFalseShare;
        double falseAt = run.Arrivals[position] + (((draws.Next() * 2) - 1) * FalseWithin);
        ulong number = SeededDraws.Of(name);
        if (!isMissed)
        {
            passages.Add(this.Make(run, pass, at, number));
        }

        if (bringsFalse)
        {
            passages.Add(this.Make(run, pass, falseAt, ~number));
        }
    }

    private PassageReport Make(TrueRun run, CameraPass pass, double at, ulong number)
    {
        int route = schedule.Trips.RouteIndex(run.Trip.TripIndex);
        string shown = schedule.Routes.ShortName(route);
        bool isRead = options.CamerasReadRoutes && shown.Length > 0;
        var measured = new Timestamp((long)Math.Round(at * 1000));
        return new PassageReport
        {
            Device = pass.Device,
            EventId = number.ToString("x16", CultureInfo.InvariantCulture),
            ReceivedAt = measured.AddMilliseconds(DelaySeconds * 1000L),
            MeasuredAt = measured,
            Channel = CameraSites.Channel,
            Class = CameraSites.ClassOf(schedule.Routes.Type(route)),
            Direction = pass.Direction,
            RouteText = isRead ? shown : null,
            RouteConfidence = isRead ? 0.95f : null,
            Confidence = 0.9f,
        };
    }
}
