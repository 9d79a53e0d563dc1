using System.Runtime.CompilerServices;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>
/// Which vehicle runs which trip by TripUpdates and by VehiclePositions of one moment. Where several entities name one trip or vehicle the last counts, as in
/// the canonical validator; it knows trips by trip_id alone, we know runs by headway by their start as well.
/// </summary>
internal sealed class VehiclePairs
{
    private static readonly ConditionalWeakTable<RealtimeMoment, VehiclePairs> Known = [];

    private readonly Schedule schedule;
    private readonly bool isExact;
    private readonly Dictionary<string, string> tripIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> notRunning = new(StringComparer.Ordinal);
    private readonly HashSet<(string Trip, string Vehicle)> updates = [];

    private VehiclePairs(FeedContext feed)
    {
        (this.schedule, this.isExact) = (feed.Schedule, feed.Moment.IsExact);
        foreach (FeedEntity entity in feed.Moment.Messages.SelectMany(static message => message.Entity))
        {
            if (entity.TripUpdate is { Trip.HasTripId: true } update)
            {
                this.HasUpdates = true;
                this.Add(update);
            }

            if (entity.Vehicle is { Vehicle.HasId: true } vehicle)
            {
                this.HasVehicles = true;
                this.Add(vehicle);
            }
        }
    }

    /// <summary>Trip to vehicle by TripUpdates.</summary>
    public Dictionary<string, string> VehicleOfUpdatedTrip { get; } = new(StringComparer.Ordinal);

    /// <summary>Vehicle to trip by TripUpdates.</summary>
    public Dictionary<string, string> TripOfUpdatedVehicle { get; } = new(StringComparer.Ordinal);

    /// <summary>Trips of TripUpdates without a vehicle.</summary>
    public HashSet<string> TripsWithoutVehicle { get; } = new(StringComparer.Ordinal);

    /// <summary>Trip to vehicle by VehiclePositions.</summary>
    public Dictionary<string, string> VehicleOfSeenTrip { get; } = new(StringComparer.Ordinal);

    /// <summary>Vehicle to trip by VehiclePositions.</summary>
    public Dictionary<string, string> TripOfSeenVehicle { get; } = new(StringComparer.Ordinal);

    /// <summary>Vehicles of VehiclePositions without a trip.</summary>
    public HashSet<string> VehiclesWithoutTrip { get; } = new(StringComparer.Ordinal);

    private bool HasUpdates { get; }

    private bool HasVehicles { get; }

    /// <summary>The pairs of the moment, made once; null if there are not both kinds.</summary>
    public static VehiclePairs? Of(FeedContext feed)
    {
        if (!feed.Moment.IsCombined)
        {
            return null;
        }

        VehiclePairs pairs = Known.GetValue(feed.Moment, _ => new VehiclePairs(feed));
        return pairs.HasUpdates && pairs.HasVehicles ? pairs : null;
    }

    /// <summary>Why a trip may be without a vehicle, null if it may not.</summary>
    public RealtimeDeviation? Excuse(string trip) => this.notRunning.Contains(trip) ? RealtimeDeviation.CanceledHasNoVehicle : null;

    /// <summary>Whether TripUpdates have that vehicle on that trip, also among several.</summary>
    public bool HasUpdate(string trip, string vehicle) => this.updates.Contains((trip, vehicle));

    /// <summary>Whether both trips are of one block.</summary>
    public bool ShareBlock(string one, string other) => this.Block(one) is >= 0 and int block && block == this.Block(other);

    private int Block(string key) => this.schedule.Trips.TryFind(this.tripIds[key], out int trip) ? this.schedule.Trips.BlockIndex(trip) : -1;

    private void Add(TripUpdate update)
    {
        // A copy is known by its own id, also to positions; the canonical validator takes it for the trip that it copies.
        string trip = !this.isExact && update.Trip.Is(TripDescriptor.Types.ScheduleRelationship.Duplicated) && update.TripProperties is { TripId.Length: > 0 } copy
            ? this.Key(copy.TripId)
            : this.Key(update.Trip);
        if (update.Trip.DoesNotRun())
        {
            this.notRunning.Add(trip);
        }

        if (update.Vehicle is { Id.Length: > 0 } vehicle)
        {
            this.VehicleOfUpdatedTrip[trip] = vehicle.Id;
            this.TripOfUpdatedVehicle[vehicle.Id] = trip;
            this.updates.Add((trip, vehicle.Id));
        }
        else
        {
            this.TripsWithoutVehicle.Add(trip);
        }
    }

    private void Add(VehiclePosition position)
    {
        if (position.Trip is { TripId.Length: > 0 } descriptor)
        {
            string trip = this.Key(descriptor);
            this.TripOfSeenVehicle[position.Vehicle.Id] = trip;
            this.VehicleOfSeenTrip[trip] = position.Vehicle.Id;
        }
        else
        {
            this.VehiclesWithoutTrip.Add(position.Vehicle.Id);
        }
    }

    private string Key(TripDescriptor trip)
    {
        bool isByHeadway = !this.isExact && this.schedule.Trips.TryFind(trip.TripId, out int index) && this.schedule.Trips.Frequencies(index).Length > 0;
        string key = isByHeadway ? $"{trip.TripId} of {trip.StartDate} {trip.StartTime}" : trip.TripId;
        this.tripIds[key] = trip.TripId;
        return key;
    }

    private string Key(string tripId)
    {
        this.tripIds[tripId] = tripId;
        return tripId;
    }
}
