using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Motion;
using TransitHub.Simulation.Service;
using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Reporting;

/// <summary>Fills in what a device knows, and beside it the truth.</summary>
internal sealed class ReportForm(Schedule schedule)
{
    private const string OutOfService = "Not in service";
    private readonly string?[] signs = new string?[schedule.Trips.Count];

    /// <summary>The report of a measurement.</summary>
    public AvlReport Fill(Vehicle vehicle, AvlDevice device, Whereabouts place, long now)
    {
        (double east, double north) = device.Fix.At(now);
        double latitude = place.Latitude + (north / 110_900);
        double longitude = place.Longitude + (east / (111_320 * Math.Max(0.01, Math.Cos(place.Latitude * Math.PI / 180))));
        bool isMoving = place.SpeedMps > 0.5;
        AvlReport report = new()
        {
            Device = device.Id,
            ReceivedAt = new Timestamp(now),
            MeasuredAt = new Timestamp(device.ClockAt(now)),
            Latitude = Math.Round(latitude, 6),
            Longitude = Math.Round(longitude, 6),
            Bearing = isMoving ? Wholly(place.Bearing) : null,
            SpeedMps = (float)Math.Round(place.SpeedMps, 1),
            OccupancyStatus = device.TellsOccupancy ? OccupancyScale.Of(vehicle.Load, vehicle.Line.Traits.Room) : null,
            OdometerMeters = device.TellsOdometer ? Math.Round(Odometer(vehicle, place)) : null,
            Label = device.Label,
        };
        return this.SignedOn(report, device.Habit, device.SignOn.At(now));
    }

    /// <summary>Tells where the vehicle truly was.</summary>
    public void Tell(ITruth truth, Vehicle vehicle, Whereabouts place, long now)
    {
        bool isOnRun = vehicle.Run is not null && vehicle.State != VehicleState.Resting && vehicle.Run.Serves(vehicle.Heading);
        Run? run = isOnRun ? vehicle.Run : null;
        truth.Position(new TruePosition(
            new Timestamp(now), vehicle.Id, place.Latitude, place.Longitude, place.SpeedMps, run is null ? null : schedule.Trips.Id(run.Trip),
            run?.Date ?? default, run is null ? default : RunMaker.StartTime(run), run is null ? double.NaN : place.AlongMeters, vehicle.Load,
            vehicle.LateralMeters != 0));
    }

    private static float Wholly(float bearing) => MathF.Round(bearing) % 360;

    private static double Odometer(Vehicle vehicle, Whereabouts place) =>
        vehicle.OdometerMeters + (vehicle.State == VehicleState.Driving ? place.AlongMeters - vehicle.Drive.From : 0);

    private AvlReport SignedOn(AvlReport report, SignOnHabit habit, SignOnEntry? signed) => habit switch
    {
        SignOnHabit.Trip when signed is { } on => report with
        {
            TripId = schedule.Trips.Id(on.Trip),
            StartDate = on.Run.Date,
            StartTime = on.Run.HeadwaySeconds > 0 ? ServiceTime.FromSeconds(on.Run.StartSeconds) : null,
        },
        SignOnHabit.Route when signed is { } on && schedule.Trips.RouteIndex(on.Trip) is >= 0 and var route => report with
        {
            RouteId = schedule.Routes.Id(route),
            DirectionId = schedule.Trips.DirectionId(on.Trip) is >= 0 and var direction ? (byte)direction : null,
        },
        SignOnHabit.Sign => report with { SignText = signed is { } on ? this.SignOf(on.Trip) : OutOfService },
        _ => report,
    };

    private string SignOf(int trip)
    {
        if (this.signs[trip] is { } known)
        {
            return known;
        }

        int route = schedule.Trips.RouteIndex(trip);
        string number = route < 0 ? string.Empty : schedule.Routes.ShortName(route);
        string sign = $"{number} {schedule.Trips.Headsign(trip)}".Trim();
        return this.signs[trip] = sign.Length > 0 ? sign : route < 0 ? "?" : schedule.Routes.LongName(route);
    }
}
