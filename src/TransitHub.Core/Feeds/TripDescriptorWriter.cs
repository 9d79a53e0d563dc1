using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Feeds;

/// <summary>Names a run the same way in every feed.</summary>
internal static class TripDescriptorWriter
{
    /// <summary>GTFS-Realtime <c>ScheduleRelationship</c> of trips: 0.</summary>
    internal const int Scheduled = 0;

    /// <summary>GTFS-Realtime <c>ScheduleRelationship</c> of trips: 2.</summary>
    internal const int Unscheduled = 2;

    /// <summary>GTFS-Realtime <c>ScheduleRelationship</c> of trips: 3.</summary>
    public const int Canceled = 3;

    /// <summary>GTFS-Realtime <c>ScheduleRelationship</c> of trips: 7.</summary>
    public const int Deleted = 7;

    /// <summary>True for a trip of frequencies.txt with exact_times=0: its runs have a headway and no timetable.</summary>
    public static bool RunsByHeadway(Schedule schedule, int trip)
    {
        ReadOnlySpan<FrequencyWindow> windows = schedule.Trips.Frequencies(trip);
        return !windows.IsEmpty && !windows[0].ExactTimes;
    }

    /// <summary>Writes the TripDescriptor as a field of the message that is being written.</summary>
    /// <param name="writer">What is written to.</param>
    /// <param name="tag">The field's.</param>
    /// <param name="schedule">What the run's index refers to.</param>
    /// <param name="run">The run.</param>
    /// <param name="relationship">GTFS-Realtime <c>ScheduleRelationship</c> by number; null: it runs as the timetable has it.</param>
    public static void Write(ProtobufWriter writer, byte tag, Schedule schedule, TripInstance run, int? relationship = null)
    {
        TripTable trips = schedule.Trips;
        int descriptor = writer.BeginMessage(tag);
        writer.WriteText(FieldTags.TripDescriptor.TripId, trips.IdUtf8(run.TripIndex));
        if (FindStartSeconds(trips, run) is int start)
        {
            Span<byte> time = stackalloc byte[ServiceTime.MaxTextLength];
            int length = ServiceTime.FromSeconds(start).WriteUtf8(time);
            writer.WriteText(FieldTags.TripDescriptor.StartTime, time[..length]);
        }

        Span<byte> date = stackalloc byte[ServiceDate.TextLength];
        run.ServiceDate.WriteUtf8(date);
        writer.WriteText(FieldTags.TripDescriptor.StartDate, date);
        writer.WriteVarint(
            FieldTags.TripDescriptor.ScheduleRelationship,
            relationship ?? (RunsByHeadway(schedule, run.TripIndex) ? Unscheduled : Scheduled));
        int route = trips.RouteIndex(run.TripIndex);
        if (route >= 0)
        {
            writer.WriteText(FieldTags.TripDescriptor.RouteId, schedule.Routes.IdUtf8(route));
        }

        int direction = trips.DirectionId(run.TripIndex);
        if (direction >= 0)
        {
            writer.WriteVarint(FieldTags.TripDescriptor.DirectionId, direction);
        }

        writer.EndMessage(descriptor);
    }

    /// <summary>
    /// A run of frequencies.txt is told by its start. For any other trip start_time must be the GTFS's where it is sent, and
    /// readers differ on whether that is the first stop's arrival or departure: sent only where both are one.
    /// </summary>
    private static int? FindStartSeconds(TripTable trips, TripInstance run)
    {
        if (!trips.Frequencies(run.TripIndex).IsEmpty)
        {
            return run.StartSeconds;
        }

        ReadOnlySpan<int> arrivals = trips.Arrivals(run.TripIndex);
        return !arrivals.IsEmpty && arrivals[0] == trips.Departures(run.TripIndex)[0] ? arrivals[0] : null;
    }
}
