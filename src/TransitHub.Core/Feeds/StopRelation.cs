namespace TransitHub.Core.Feeds;

/// <summary>GTFS-Realtime <c>StopTimeUpdate.ScheduleRelationship</c>, by its numbers.</summary>
internal enum StopRelation
{
    Scheduled = 0,
    Skipped = 1,
    NoData = 2,
    Unscheduled = 3,
}
