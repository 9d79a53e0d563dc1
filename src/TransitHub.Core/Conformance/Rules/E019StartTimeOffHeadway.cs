using TransitHub.Gtfs;
using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A run with exact_times=1 starts at a multiple of the headway.</summary>
internal sealed class E019StartTimeOffHeadway() : RealtimeRule(
    "E019",
    NoticeSeverity.Error,
    "start_time is none of frequencies.txt",
    "Send the start_time of the run: start_time of its window plus a multiple of headway_secs",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer == TripNamer.Alert || !feed.Reference.HasFrequency(use.Index, exactTimes: true) || Starts(feed, use, StartTimes.Clock))
        {
            if (use.Namer == TripNamer.Vehicle && feed.Reference.HasFrequency(use.Index, exactTimes: true) && !Starts(feed, use, StartTimes.CanonicalVehicleClock))
            {
                feed.Found(this, RealtimeDeviation.VehicleStartTime, use.Entity.Id, $"{use.Label} has start_time {use.Trip.StartTime}");
            }

            return;
        }

        if (feed.Moment.IsExact && use.Namer == TripNamer.Vehicle && Starts(feed, use, StartTimes.CanonicalVehicleClock))
        {
            return;
        }

        feed.Found(this, use.Entity.Id, $"{use.Label} has start_time {use.Trip.StartTime}, at which none of its runs starts");
    }

    private static bool Starts(FeedContext feed, TripUse use, Func<int, string> clock)
    {
        foreach (FrequencyWindow window in feed.Schedule.Trips.Frequencies(use.Index))
        {
            for (int start = window.StartSeconds; window.ExactTimes && start < window.EndSeconds; start += Math.Max(1, window.HeadwaySeconds))
            {
                if (clock(start) == use.Trip.StartTime)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
