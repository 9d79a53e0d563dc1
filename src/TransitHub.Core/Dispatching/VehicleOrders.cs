using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Dispatching;

/// <summary>Which vehicle is to run what by the operators' word.</summary>
internal sealed class VehicleOrders(Schedule schedule)
{
    private readonly Dictionary<DeviceId, VehicleOrder> vehicles = [];

    /// <summary>Whether there is any.</summary>
    public bool Any => this.vehicles.Count > 0;

    /// <summary>Whether the vehicle has one.</summary>
    public bool Has(DeviceId vehicle) => this.vehicles.ContainsKey(vehicle);

    /// <summary>The run with its own stop times that the vehicle is to run, or null.</summary>
    public ExtraRunKey? FindExtra(DeviceId vehicle) => this.vehicles.GetValueOrDefault(vehicle)?.Extra;

    /// <summary>These are all; of two for one vehicle the later one counts.</summary>
    public void Replace(IEnumerable<VehicleOrder> orders)
    {
        this.vehicles.Clear();
        foreach (VehicleOrder order in orders)
        {
            this.vehicles[order.Vehicle] = order;
        }
    }

    /// <summary>The report with the operator's word on its run in the place of the device's own.</summary>
    /// <param name="report">The report.</param>
    /// <param name="track">What is known of the vehicle; null: nothing.</param>
    public AvlReport Direct(AvlReport report, VehicleTrack? track)
    {
        if (!this.vehicles.TryGetValue(report.Device, out VehicleOrder? order))
        {
            return report;
        }

        if ((order.Run ?? (order.Block >= 0 ? this.RunOfBlock(order, report, track) : null)) is not { } run)
        {
            return report with { TripId = null, RouteId = null, DirectionId = null, StartDate = null, StartTime = null };
        }

        bool byStart = !schedule.Trips.Frequencies(run.TripIndex).IsEmpty;
        return report with
        {
            TripId = schedule.Trips.Id(run.TripIndex),
            RouteId = null,
            DirectionId = null,
            StartDate = run.ServiceDate,
            StartTime = byStart ? ServiceTime.FromSeconds(run.StartSeconds) : null,
        };
    }

    /// <summary>The run of the block that the vehicle is on as long as it is not over, then the one after it; to begin with the first that is not over by the timetable.</summary>
    private TripInstance? RunOfBlock(VehicleOrder order, AvlReport report, VehicleTrack? track)
    {
        int[] trips =
        [
            .. schedule.Blocks.Trips(order.Block).ToArray()
                .Where(t => schedule.Trips.PatternIndex(t) >= 0 && schedule.Services.IsActive(schedule.Trips.ServiceIndex(t), order.ServiceDate))
                .OrderBy(schedule.Trips.StartSeconds).ThenBy(t => t),
        ];
        if (trips.Length == 0)
        {
            return null;
        }

        int chosen = track?.Run is { } run && run.Trip.ServiceDate == order.ServiceDate ? Array.IndexOf(trips, run.Trip.TripIndex) : -1;
        if (chosen >= 0)
        {
            chosen += track!.Run!.IsComplete && chosen + 1 < trips.Length ? 1 : 0;
        }
        else
        {
            long time = report.CorrectedAt.UnixSeconds - schedule.ServiceDayStart(order.ServiceDate);
            chosen = Array.FindIndex(trips, t => schedule.Trips.EndSeconds(t) > time);
        }

        int trip = trips[chosen < 0 ? ^1 : chosen];
        return new TripInstance(trip, order.ServiceDate, schedule.Trips.StartSeconds(trip));
    }
}
