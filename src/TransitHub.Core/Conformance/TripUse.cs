using TransitHub.Protocol.GtfsRealtime;
using Relationship = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance;

/// <summary>What names a trip.</summary>
internal enum TripNamer
{
    Update,
    Vehicle,
    Alert,
}

/// <summary>A trip that an entity names.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="Namer">What in it names the trip.</param>
/// <param name="Trip">The descriptor; an empty one where there is none.</param>
/// <param name="Index">The trip in the schedule, or -1.</param>
internal readonly record struct TripUse(FeedEntity Entity, TripNamer Namer, TripDescriptor Trip, int Index)
{
    /// <summary>The trip, and the vehicle if that names it, as texts show them.</summary>
    public string Label => this.Namer == TripNamer.Vehicle
        ? $"vehicle_id {this.Entity.Vehicle.Vehicle?.Id} trip_id {this.Trip.TripId}"
        : Labels.Trip(this.Entity, this.Trip);

    /// <summary>Whether the trip has that relationship, said expressly.</summary>
    public bool Is(Relationship relationship) => this.Trip.HasScheduleRelationship && this.Trip.ScheduleRelationship == relationship;
}
