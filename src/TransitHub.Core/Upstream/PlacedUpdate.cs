using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>A StopTimeUpdate at its place in the trip's pattern.</summary>
/// <param name="Position">0-based.</param>
/// <param name="Update">The update; repaired in place.</param>
internal readonly record struct PlacedUpdate(int Position, TripUpdate.Types.StopTimeUpdate Update)
{
    /// <summary>Whether the vehicle calls there as far as it is known.</summary>
    public bool IsSkipped => this.Update.ScheduleRelationship == TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship.Skipped;

    /// <summary>Whether it tells times.</summary>
    public bool TellsTimes => !this.IsSkipped && this.Update.ScheduleRelationship != TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship.NoData;
}
