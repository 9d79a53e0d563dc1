using System.Collections.Immutable;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;
using StopRelation = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship;
using StopTimeEvent = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeEvent;
using StopTimeUpdate = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate;

namespace TransitHub.Core.Upstream;

/// <summary>
/// Repairs the stops of another agency's run that is not in the timetable. The list is all that readers know of it: stops are ours, numbered in order, and each
/// that is served has an arrival and a departure, which rise.
/// </summary>
internal sealed class StopListRepair(Schedule schedule, ForeignIds ids)
{
    /// <summary>The stops; fewer than two: nothing can be made of it. The update is changed.</summary>
    public ImmutableArray<ExtraStop> Repair(TripUpdate update, long madeAt, RepairNotes notes)
    {
        List<(StopTimeUpdate Update, int Stop)> kept = [];
        foreach (StopTimeUpdate told in update.StopTimeUpdate)
        {
            if (!ids.TryFind(told.StopId, schedule.Stops.TryFind, out int stop, out bool wasStripped) || schedule.Stops.LocationType(stop) != 0)
            {
                notes.Add(RejectionReason.StopNotOnTrip, $"stop_id '{Shown.Text(told.StopId)}' is no stop of the schedule");
                continue;
            }

            if (wasStripped)
            {
                notes.Add(RejectionReason.StopIdCorrected, $"stop_id {Shown.Text(told.StopId)} is {schedule.Stops.Id(stop)}");
            }

            told.StopId = schedule.Stops.Id(stop);
            told.StopTimeProperties?.ClearAssignedStopId();
            if (CompleteTimes(told, madeAt, notes))
            {
                kept.Add((told, stop));
            }
        }

        Raise([.. kept.Select(k => k.Update)], notes);
        Number(kept, notes);
        NameRelations(kept.Select(k => k.Update));
        update.StopTimeUpdate.Clear();
        update.StopTimeUpdate.AddRange(kept.Select(k => k.Update));
        return Read(kept, madeAt);
    }

    /// <summary>Each stop says how it is served; a stop of such a run is never one of a run by headway.</summary>
    public static void NameRelations(IEnumerable<StopTimeUpdate> updates)
    {
        foreach (StopTimeUpdate update in updates)
        {
            if (!update.HasScheduleRelationship || update.ScheduleRelationship == StopRelation.Unscheduled || !Enum.IsDefined(update.ScheduleRelationship))
            {
                update.ScheduleRelationship = StopRelation.Scheduled;
            }
        }
    }

    /// <summary>What readers see of a stop.</summary>
    /// <param name="told">What was told of it, repaired; null: nothing.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="stop">Index of the stop.</param>
    /// <param name="arrival">The plan's, or what stands for it, Unix seconds.</param>
    /// <param name="departure">The same of the departure.</param>
    /// <param name="madeAt">When it was told: what lies before has passed.</param>
    public static ExtraStop StopOf(StopTimeUpdate? told, int sequence, int stop, long arrival, long departure, long madeAt)
    {
        bool isPredicted = told is { ScheduleRelationship: StopRelation.Scheduled } && (told.Arrival ?? told.Departure) is { HasTime: true };
        long arrives = isPredicted ? (told!.Arrival ?? told.Departure!).Time : arrival;
        long leaves = isPredicted ? Math.Max(arrives, (told!.Departure ?? told.Arrival!).Time) : Math.Max(arrives, departure);
        bool passed = isPredicted && leaves < madeAt;
        return new ExtraStop
        {
            Sequence = sequence,
            Stop = stop,
            ScheduledArrival = told?.Arrival is { HasScheduledTime: true } a ? a.ScheduledTime : null,
            ScheduledDeparture = told?.Departure is { HasScheduledTime: true } d ? d.ScheduledTime : null,
            Arrival = arrives,
            Departure = leaves,
            IsPredicted = isPredicted,
            Passed = passed,
            IsSkipped = told is { ScheduleRelationship: StopRelation.Skipped },
            UncertaintySeconds = isPredicted && !passed ? Math.Clamp((told!.Arrival ?? told.Departure!).Uncertainty, 0, 86_400) : 0,
            DepartureOccupancy = told is { HasDepartureOccupancyStatus: true, DepartureOccupancyStatus: var status } && (int)status is >= 0 and <= 8 ? (byte)status : null,
        };
    }

    /// <summary>Gives a stop that is served both its times; false: it has none.</summary>
    private static bool CompleteTimes(StopTimeUpdate told, long madeAt, RepairNotes notes)
    {
        told.Arrival = Complete(told.Arrival, madeAt, notes);
        told.Departure = Complete(told.Departure, madeAt, notes);
        if (told.ScheduleRelationship == StopRelation.Skipped)
        {
            told.Arrival = told.Departure = null;
            return true;
        }

        if (told.Arrival is null && told.Departure is null)
        {
            notes.Add(RejectionReason.TimeImplausible, $"stop_id {told.StopId} has no time");
            return false;
        }

        if (told.ScheduleRelationship == StopRelation.NoData || (told.Arrival ?? told.Departure) is { HasTime: false })
        {
            told.ScheduleRelationship = StopRelation.NoData;
            Plan(told.Arrival ??= told.Departure!.Clone());
            Plan(told.Departure ??= told.Arrival.Clone());
            return true;
        }

        if (told.Arrival is null || told.Departure is null)
        {
            notes.Add(RejectionReason.TimeFilled, $"stop_id {told.StopId} has arrival or departure alone");
            told.Arrival ??= told.Departure!.Clone();
            told.Departure ??= told.Arrival.Clone();
        }

        Predict(told.Arrival);
        Predict(told.Departure);
        return true;
    }

    /// <summary>An event with a time near the present, predicted or planned; null: it has none.</summary>
    private static StopTimeEvent? Complete(StopTimeEvent? told, long madeAt, RepairNotes notes)
    {
        if (told is null)
        {
            return null;
        }

        if (!told.HasTime && told is { HasDelay: true, ScheduledTime: > 0 })
        {
            notes.Add(RejectionReason.TimeFilled, $"delay {told.Delay} of {told.ScheduledTime}");
            told.Time = told.ScheduledTime + told.Delay;
        }

        told.ClearDelay();
        LeaveOut(told.HasTime && IsFar(told.Time), told.ClearTime);
        LeaveOut(told.HasScheduledTime && IsFar(told.ScheduledTime), told.ClearScheduledTime);
        return told.HasTime || told.HasScheduledTime ? told : null;

        bool IsFar(long time) => time - madeAt is < -StopTimesRepair.FarthestSeconds or > StopTimesRepair.FarthestSeconds;

        void LeaveOut(bool isFar, Action clear)
        {
            if (isFar)
            {
                notes.Add(RejectionReason.TimeImplausible, $"a time far from {madeAt}");
                clear();
            }
        }
    }

    /// <summary>Without a prediction there is a plan alone.</summary>
    private static void Plan(StopTimeEvent told)
    {
        if (!told.HasScheduledTime)
        {
            told.ScheduledTime = told.Time;
        }

        told.ClearTime();
        told.ClearUncertainty();
    }

    private static void Predict(StopTimeEvent told)
    {
        if (!told.HasTime)
        {
            told.Time = told.ScheduledTime;
        }
    }

    /// <summary>Times rise, predicted ones among themselves and planned ones among themselves.</summary>
    private static void Raise(List<StopTimeUpdate> updates, RepairNotes notes)
    {
        Raise(updates, static e => e.HasTime, static e => e.Time, static (e, time) => e.Time = time, notes);
        Raise(updates, static e => e.HasScheduledTime, static e => e.ScheduledTime, static (e, time) => e.ScheduledTime = time, notes);
    }

    private static void Raise(List<StopTimeUpdate> updates, Func<StopTimeEvent, bool> has, Func<StopTimeEvent, long> get, Action<StopTimeEvent, long> set, RepairNotes notes)
    {
        List<StopTimeEvent> events = [];
        List<int> gaps = [];
        foreach (StopTimeUpdate update in updates)
        {
            int gap = 1;
            foreach (StopTimeEvent told in new[] { update.Arrival, update.Departure }.OfType<StopTimeEvent>().Where(has))
            {
                events.Add(told);
                gaps.Add(gap);
                gap = 0;
            }
        }

        long[] times = [.. events.Select(get)];
        if (RisingTimes.Mend(times, [.. gaps]))
        {
            notes.Add(RejectionReason.TimeTravel, $"times of {updates.Count} stops");
            for (int i = 0; i < times.Length; i++)
            {
                set(events[i], times[i]);
            }
        }
    }

    /// <summary>As numbered, where the numbers rise; else from 1.</summary>
    private static void Number(List<(StopTimeUpdate Update, int Stop)> kept, RepairNotes notes)
    {
        long last = -1;
        foreach ((StopTimeUpdate update, _) in kept)
        {
            bool rises = update.HasStopSequence && update.StopSequence > last && update.StopSequence <= int.MaxValue;
            last = rises ? update.StopSequence : long.MaxValue;
        }

        if (last != long.MaxValue)
        {
            return;
        }

        notes.Add(RejectionReason.StopSequenceFilled, $"{kept.Count} stops are numbered from 1");
        for (int i = 0; i < kept.Count; i++)
        {
            kept[i].Update.StopSequence = (uint)i + 1;
        }
    }

    private static ImmutableArray<ExtraStop> Read(List<(StopTimeUpdate Update, int Stop)> kept, long madeAt)
    {
        ImmutableArray<ExtraStop>.Builder all = ImmutableArray.CreateBuilder<ExtraStop>(kept.Count);
        long last = kept.Select(k => TimeOf(k.Update)).FirstOrDefault(t => t is not null) ?? madeAt;
        foreach ((StopTimeUpdate update, int stop) in kept)
        {
            // A stop that is not served has no time; readers order it by the one before.
            last = TimeOf(update) ?? last;
            long leaves = update.Departure is { HasScheduledTime: true } departure ? departure.ScheduledTime : last;
            all.Add(StopOf(update, (int)update.StopSequence, stop, last, leaves, madeAt));
        }

        return all.DrainToImmutable();
    }

    private static long? TimeOf(StopTimeUpdate update) => update.Arrival is not { } arrival ? null : arrival.HasTime ? arrival.Time : arrival.ScheduledTime;
}
