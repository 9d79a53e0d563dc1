using TransitHub.Gtfs.Notices;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>UNSCHEDULED is for trips by headway (exact_times=0).</summary>
internal sealed class TH028UnscheduledWithTimetable() : RealtimeRule(
    "TH028",
    NoticeSeverity.Warning,
    "A trip with a timetable is UNSCHEDULED",
    "Use SCHEDULED, or NEW for a trip of its own",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer != TripNamer.Alert && use.Index >= 0 && use.Is(TripRelation.Unscheduled) && !feed.Reference.HasFrequency(use.Index, exactTimes: false))
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} is UNSCHEDULED and has a timetable");
        }
    }
}
