using TransitHub.Core.Conformance;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Feeds;

/// <summary>
/// Encodes a vehicle as a FeedEntity with a VehiclePosition (gtfs-realtime reference, message VehiclePosition). The
/// entity's id is the vehicle's, so it stays over trips and days.
/// </summary>
internal sealed class VehiclePositionsEncoder(ProtobufWriter writer, RunAssignments assignments, OutsideVehicles outside)
{
    /// <summary>Validators take what is faster, about 60 miles an hour, for a fault of units: such a speed is left out, the position stays.</summary>
    private const float FastestToldMps = 26;

    /// <summary>How near to its shape a position must be to name the run: a little under the 200 m of validators, who round corners off.</summary>
    private const double ShapeMeters = 198;

    /// <summary>Encodes one vehicle; its bytes are null when it is over a mile outside the area of the static feed, where no reader looks for it and validators see an error.</summary>
    /// <param name="schedule">What the vehicle's indexes refer to.</param>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="latest">No timestamp is later, Unix seconds: that of the header which the entity appears under first.</param>
    public EncodedEntity Encode(Schedule schedule, VehicleSnapshot vehicle, long latest)
    {
        if (outside.Contains(vehicle.Id))
        {
            return new EncodedEntity(null, vehicle.MeasuredAt.UnixMilliseconds, ForGoogle: false);
        }

        TripInstance? run = this.FindPublishedRun(vehicle);
        ExtraRun? extra = this.FindPublishedExtra(vehicle);
        writer.Clear();
        int entity = writer.BeginMessage(FieldTags.FeedMessage.Entity);
        writer.WriteText(FieldTags.FeedEntity.Id, vehicle.Id.ToString());
        int position = writer.BeginMessage(FieldTags.FeedEntity.Vehicle);
        if (extra is not null)
        {
            ExtraDescriptorWriter.WriteServed(writer, schedule, extra);
        }
        else if (run is TripInstance known)
        {
            TripDescriptorWriter.Write(writer, FieldTags.VehiclePosition.Trip, schedule, known);
        }

        this.WritePosition(vehicle);
        int stop = extra is not null ? this.WriteProgress(vehicle, extra) : run is TripInstance on ? this.WriteProgress(schedule, vehicle, on) : -1;
        writer.WriteVarint(FieldTags.VehiclePosition.Timestamp, Math.Min(vehicle.MeasuredAt.UnixSeconds, latest));
        if (vehicle.CongestionLevel is byte congestion)
        {
            writer.WriteVarint(FieldTags.VehiclePosition.CongestionLevel, congestion);
        }

        if (stop >= 0)
        {
            writer.WriteText(FieldTags.VehiclePosition.StopId, schedule.Stops.IdUtf8(stop));
        }

        this.WriteDescriptor(vehicle);
        if (vehicle.OccupancyStatus is byte occupancy)
        {
            writer.WriteVarint(FieldTags.VehiclePosition.OccupancyStatus, occupancy);
        }

        if (Occupancy.PublishedPercentage(vehicle.OccupancyStatus, vehicle.OccupancyPercentage) is short percentage)
        {
            writer.WriteVarint(FieldTags.VehiclePosition.OccupancyPercentage, percentage);
        }

        this.WriteCarriages(vehicle);
        writer.EndMessage(position);
        writer.EndMessage(entity);
        return new EncodedEntity(writer.Written.ToArray(), vehicle.MeasuredAt.UnixMilliseconds, run is not null || extra is not null);
    }

    /// <summary>
    /// The run the position may name: not while the vehicle is off its line, where a position far from the trip's shape
    /// would be an error to readers, nor on its way to the line, nor where predictions name another vehicle for the run.
    /// </summary>
    private TripInstance? FindPublishedRun(VehicleSnapshot vehicle) =>
        vehicle.ExtraRun is null
        && vehicle.Trip is TripInstance run
        && vehicle.Phase is VehiclePhase.InService or VehiclePhase.Layover or VehiclePhase.Lost
        && assignments.Allows(vehicle.Id, run)
        && outside.Places.IsNearShape(run.TripIndex, (float)vehicle.Latitude, (float)vehicle.Longitude, ShapeMeters)
            ? run
            : null;

    /// <summary>
    /// The same for a run with its own stop times. A new one has no shape. One that replaces another has the id, and so to readers the shape, of what it
    /// replaces; a copy is known under an id that has none.
    /// </summary>
    private ExtraRun? FindPublishedExtra(VehicleSnapshot vehicle) =>
        assignments.FindExtra(vehicle) is { } run
        && (run.Replaced is not { } replaced || outside.Places.IsNearShape(replaced.TripIndex, (float)vehicle.Latitude, (float)vehicle.Longitude, ShapeMeters))
            ? run
            : null;

    private void WritePosition(VehicleSnapshot vehicle)
    {
        int position = writer.BeginMessage(FieldTags.VehiclePosition.Position);
        writer.WriteFloat(FieldTags.Position.Latitude, (float)vehicle.Latitude);
        writer.WriteFloat(FieldTags.Position.Longitude, (float)vehicle.Longitude);
        if (vehicle.Bearing is float bearing)
        {
            writer.WriteFloat(FieldTags.Position.Bearing, bearing);
        }

        if (vehicle.SpeedMps is >= 0 and <= FastestToldMps and float speed)
        {
            writer.WriteFloat(FieldTags.Position.Speed, speed);
        }

        writer.EndMessage(position);
    }

    /// <summary>Writes current_stop_sequence and current_status; returns the stop's index, or -1 where it is not known.</summary>
    private int WriteProgress(Schedule schedule, VehicleSnapshot vehicle, TripInstance run)
    {
        int pattern = schedule.Trips.PatternIndex(run.TripIndex);
        if (pattern < 0 || vehicle.StopPosition < 0)
        {
            return -1;
        }

        writer.WriteVarint(
            FieldTags.VehiclePosition.CurrentStopSequence, schedule.Trips.StopSequences(run.TripIndex)[vehicle.StopPosition]);
        writer.WriteVarint(FieldTags.VehiclePosition.CurrentStatus, (int)vehicle.StopStatus);
        return assignments.FindAssignedStop(run, vehicle.StopPosition) ?? schedule.Patterns.Stops(pattern)[vehicle.StopPosition];
    }

    private int WriteProgress(VehicleSnapshot vehicle, ExtraRun run)
    {
        if (vehicle.StopPosition < 0 || vehicle.StopPosition >= run.Stops.Length)
        {
            return -1;
        }

        writer.WriteVarint(FieldTags.VehiclePosition.CurrentStopSequence, run.Stops[vehicle.StopPosition].Sequence);
        writer.WriteVarint(FieldTags.VehiclePosition.CurrentStatus, (int)vehicle.StopStatus);
        return run.Stops[vehicle.StopPosition].Stop;
    }

    private void WriteDescriptor(VehicleSnapshot vehicle)
    {
        int descriptor = writer.BeginMessage(FieldTags.VehiclePosition.Vehicle);
        writer.WriteText(FieldTags.VehicleDescriptor.Id, vehicle.Id.ToString());
        if (!string.IsNullOrEmpty(vehicle.Label))
        {
            writer.WriteText(FieldTags.VehicleDescriptor.Label, vehicle.Label);
        }

        if (vehicle.WheelchairAccessible is byte wheelchair)
        {
            writer.WriteVarint(FieldTags.VehicleDescriptor.WheelchairAccessible, wheelchair);
        }

        writer.EndMessage(descriptor);
    }

    private void WriteCarriages(VehicleSnapshot vehicle)
    {
        foreach (Carriage carriage in vehicle.Carriages.IsDefault ? [] : vehicle.Carriages)
        {
            int start = writer.BeginMessage(FieldTags.VehiclePosition.MultiCarriageDetails);
            if (!string.IsNullOrEmpty(carriage.Id))
            {
                writer.WriteText(FieldTags.CarriageDetails.Id, carriage.Id);
            }

            if (!string.IsNullOrEmpty(carriage.Label))
            {
                writer.WriteText(FieldTags.CarriageDetails.Label, carriage.Label);
            }

            if (carriage.OccupancyStatus is byte status)
            {
                writer.WriteVarint(FieldTags.CarriageDetails.OccupancyStatus, status);
            }

            if (Occupancy.PublishedPercentage(carriage.OccupancyStatus, carriage.OccupancyPercentage) is short percentage)
            {
                writer.WriteVarint(FieldTags.CarriageDetails.OccupancyPercentage, percentage);
            }

            writer.WriteVarint(FieldTags.CarriageDetails.CarriageSequence, carriage.Sequence);
            writer.EndMessage(start);
        }
    }
}
