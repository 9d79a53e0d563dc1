using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Feeds;

/// <summary>Names a run with its own stop times. TripUpdates name a copy by the trip that it copies, positions by its own id, as the specification has it.</summary>
internal static class ExtraDescriptorWriter
{
    /// <summary>GTFS-Realtime <c>ScheduleRelationship</c> of trips: 5.</summary>
    private const int Replacement = 5;

    /// <summary>GTFS-Realtime <c>ScheduleRelationship</c> of trips: 6.</summary>
    private const int Duplicated = 6;

    /// <summary>GTFS-Realtime <c>ScheduleRelationship</c> of trips: 8.</summary>
    private const int New = 8;

    /// <summary>The TripDescriptor of a TripUpdate.</summary>
    public static void WriteUpdated(ProtobufWriter writer, Schedule schedule, ExtraRun run)
    {
        if (run.Replaced is { } replaced)
        {
            TripDescriptorWriter.Write(writer, FieldTags.TripUpdate.Trip, schedule, replaced, Replacement);
            return;
        }

        bool isCopy = run.Kind == ExtraRunKind.Duplicated;
        int descriptor = writer.BeginMessage(FieldTags.TripUpdate.Trip);
        if (isCopy)
        {
            writer.WriteText(FieldTags.TripDescriptor.TripId, schedule.Trips.IdUtf8(run.OriginalTrip));
        }
        else
        {
            WriteOwnName(writer, run);
        }

        WriteRest(writer, schedule, run, isCopy ? Duplicated : New);
        writer.EndMessage(descriptor);
    }

    /// <summary>The TripDescriptor of a VehiclePosition.</summary>
    public static void WriteServed(ProtobufWriter writer, Schedule schedule, ExtraRun run)
    {
        if (run.Replaced is { } replaced)
        {
            TripDescriptorWriter.Write(writer, FieldTags.VehiclePosition.Trip, schedule, replaced, Replacement);
            return;
        }

        int descriptor = writer.BeginMessage(FieldTags.VehiclePosition.Trip);
        WriteOwnName(writer, run);
        WriteRest(writer, schedule, run, run.Kind == ExtraRunKind.Duplicated ? Duplicated : New);
        writer.EndMessage(descriptor);
    }

    private static void WriteOwnName(ProtobufWriter writer, ExtraRun run)
    {
        writer.WriteText(FieldTags.TripDescriptor.TripId, run.Key.TripId);
        writer.WriteText(FieldTags.TripDescriptor.StartTime, Gtfs.Time.ServiceTime.FromSeconds(run.Key.StartSeconds).ToString());
        writer.WriteText(FieldTags.TripDescriptor.StartDate, run.Key.ServiceDate.ToString());
    }

    private static void WriteRest(ProtobufWriter writer, Schedule schedule, ExtraRun run, int relationship)
    {
        writer.WriteVarint(FieldTags.TripDescriptor.ScheduleRelationship, relationship);
        if (run.RouteIndex >= 0)
        {
            writer.WriteText(FieldTags.TripDescriptor.RouteId, schedule.Routes.IdUtf8(run.RouteIndex));
        }

        if (run.DirectionId is int direction)
        {
            writer.WriteVarint(FieldTags.TripDescriptor.DirectionId, direction);
        }
    }
}
