using TransitHub.Gtfs.Notices;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A trip by headway (exact_times=0) has no timetable: UNSCHEDULED or nothing.</summary>
internal sealed class E013HeadwayTripScheduled() : RealtimeRule(
    "E013",
    NoticeSeverity.Error,
    "A trip by headway is not UNSCHEDULED",
    "Set schedule_relationship UNSCHEDULED for trips with exact_times=0",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer != TripNamer.Alert && use.Trip.HasScheduleRelationship && !use.Is(TripRelation.Unscheduled)
            && feed.Reference.HasFrequency(use.Index, exactTimes: false))
        {
            feed.Found(
                this, use.Trip.DoesNotRun() || use.Trip.HasOwnStops() ? RealtimeDeviation.HeadwayTripWithPlan : null, use.Entity.Id, $"{use.Label} has schedule_relationship {use.Trip.ScheduleRelationship}");
        }
    }
}
