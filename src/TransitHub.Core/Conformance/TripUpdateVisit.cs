using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>A TripUpdate, its trip in the schedule, and its stops there. One object, filled anew for each update.</summary>
internal sealed class TripUpdateVisit
{
    private static readonly TripDescriptor NoTrip = new();

    /// <summary>The entity.</summary>
    public FeedEntity Entity { get; private set; } = new();

    /// <summary>The update.</summary>
    public TripUpdate Update { get; private set; } = new();

    /// <summary>Its trip; an empty one where there is none.</summary>
    public TripDescriptor Trip { get; private set; } = NoTrip;

    /// <summary>Index of the trip in the schedule, or -1.</summary>
    public int Index { get; private set; }

    /// <summary>Its stops beside the schedule's.</summary>
    public StopTimeWalk Walk { get; } = new();

    /// <summary>How texts name it.</summary>
    public string Label => Labels.Trip(this.Entity, this.Trip);

    /// <summary>Takes up an update.</summary>
    public void Fill(Schedule schedule, FeedEntity entity)
    {
        (this.Entity, this.Update, this.Trip) = (entity, entity.TripUpdate, entity.TripUpdate.Trip ?? NoTrip);
        this.Index = this.Trip.HasTripId && schedule.Trips.TryFind(this.Trip.TripId, out int trip) ? trip : -1;
        this.Walk.Run(schedule, this.Index, this.Update);
    }
}
