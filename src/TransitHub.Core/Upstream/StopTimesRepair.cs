using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>Makes the times of another agency's update whole and rising: each event has a time, and a delay only if it is the difference to the schedule.</summary>
internal sealed class StopTimesRepair(Schedule schedule)
{
    /// <summary>A time farther than this from when the update was made is in another unit, or of another day.</summary>
    public const long FarthestSeconds = 2 * 86_400;

    /// <summary>Repairs the updates in place.</summary>
    /// <param name="run">The run.</param>
    /// <param name="placed">In the trip's order.</param>
    /// <param name="madeAt">When the update was made, Unix seconds.</param>
    /// <param name="byHeadway">Whether the run has no timetable to be late against.</param>
    /// <param name="notes">Takes what was changed.</param>
    public void Repair(TripInstance run, List<PlacedUpdate> placed, long madeAt, bool byHeadway, RepairNotes notes)
    {
        var timetable = new RunTimetable(schedule, run);
        foreach (PlacedUpdate one in placed)
        {
            TripUpdate.Types.StopTimeUpdate update = one.Update;
            if (!one.TellsTimes)
            {
                continue;
            }

            if (!IsUsable(update.Arrival, timetable.Arrival(one.Position), madeAt, notes))
            {
                update.Arrival = null;
            }

            if (!IsUsable(update.Departure, timetable.Departure(one.Position), madeAt, notes))
            {
                update.Departure = null;
            }
        }

        Raise(placed, notes);
        foreach (PlacedUpdate one in placed.Where(p => p.TellsTimes))
        {
            Align(one.Update.Arrival, timetable.Arrival(one.Position), byHeadway, notes);
            Align(one.Update.Departure, timetable.Departure(one.Position), byHeadway, notes);
        }
    }

    /// <summary>Fills the time from the delay; false when the event tells nothing that can be.</summary>
    private static bool IsUsable(TripUpdate.Types.StopTimeEvent? told, long scheduled, long madeAt, RepairNotes notes)
    {
        if (told is null || (!told.HasTime && !told.HasDelay))
        {
            return false;
        }

        if (told.HasTime && told.Time == 0 && told.HasDelay)
        {
            told.ClearTime();
        }

        if (!told.HasTime)
        {
            notes.Add(RejectionReason.TimeFilled, $"delay {told.Delay} of {scheduled}");
            told.Time = scheduled + told.Delay;
        }

        if (told.Time - madeAt is >= -FarthestSeconds and <= FarthestSeconds)
        {
            return true;
        }

        notes.Add(RejectionReason.TimeImplausible, $"time {told.Time} in an update of {madeAt}");
        return false;
    }

    private static void Raise(List<PlacedUpdate> placed, RepairNotes notes)
    {
        List<TripUpdate.Types.StopTimeEvent> events = [];
        List<int> gaps = [];
        int lastPosition = -1;
        foreach (PlacedUpdate one in placed.Where(p => p.TellsTimes))
        {
            foreach (TripUpdate.Types.StopTimeEvent? told in new[] { one.Update.Arrival, one.Update.Departure })
            {
                if (told is not null)
                {
                    // Stops between that the update does not name need a second each, too.
                    gaps.Add(events.Count == 0 || one.Position == lastPosition ? 0 : one.Position - lastPosition);
                    lastPosition = one.Position;
                    events.Add(told);
                }
            }
        }

        long[] times = [.. events.Select(e => e.Time)];
        if (!RisingTimes.Mend(times, [.. gaps]))
        {
            return;
        }

        int moved = 0;
        string first = string.Empty;
        for (int i = 0; i < times.Length; i++)
        {
            if (events[i].Time != times[i])
            {
                first = moved++ == 0 ? $"{events[i].Time} became {times[i]}" : first;
                events[i].Time = times[i];
            }
        }

        notes.Add(RejectionReason.TimeTravel, $"{moved} of {times.Length} times, the first: {first}");
    }

    private static void Align(TripUpdate.Types.StopTimeEvent? told, long scheduled, bool byHeadway, RepairNotes notes)
    {
        if (told is not { HasDelay: true })
        {
            return;
        }

        long delay = told.Time - scheduled;
        if (byHeadway || delay != Math.Clamp(delay, int.MinValue, int.MaxValue))
        {
            notes.Add(RejectionReason.DelayCorrected, $"delay {told.Delay} of a run without a timetable");
            told.ClearDelay();
        }
        else if (told.Delay != delay)
        {
            notes.Add(RejectionReason.DelayCorrected, $"delay {told.Delay} is {delay} by the schedule");
            told.Delay = (int)delay;
        }
    }
}
