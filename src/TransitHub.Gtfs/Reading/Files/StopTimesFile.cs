using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Reading.Files;

/// <summary>stop_times.txt, by far the largest file: its loop makes no object per row.</summary>
internal static class StopTimesFile
{
    private static readonly FeedTableKind Kind = new(
        "stop_times.txt", true, ["trip_id"], ["stop_sequence"],
        [
            "stop_id", "arrival_time", "departure_time", "location_group_id", "location_id", "stop_headsign",
            "start_pickup_drop_off_window", "end_pickup_drop_off_window", "pickup_type", "drop_off_type",
            "continuous_pickup", "continuous_drop_off", "shape_dist_traveled", "timepoint", "pickup_booking_rule_id",
            "drop_off_booking_rule_id",
        ]);

    public static OwnedRows<StopTimeRow> Read(FeedReading reading, IdColumn trips, StopTable stops)
    {
        var rows = new OwnedRows<StopTimeRow>();
        using var table = reading.Open(Kind);
        if (table is not null)
        {
            ReadRows(table, trips, stops, rows);
        }

        rows.Group(trips.Count);
        return rows;
    }

    private static void ReadRows(FeedTable table, IdColumn trips, StopTable stops, OwnedRows<StopTimeRow> rows)
    {
        var columns = new Columns(table);
        var lastTrip = -1;
        while (table.Read())
        {
            var trip = Trip(table, columns.Trip, trips, lastTrip);
            if (trip < 0)
            {
                continue;
            }

            lastTrip = trip;
            var stop = Stop(table, columns, stops);
            var sequence = columns.Sequence < 0 ? rows.Count : table.Int(columns.Sequence, -1, 0, int.MaxValue);
            if (stop < 0 || sequence < 0)
            {
                if (stop >= 0 && table.Bytes(columns.Sequence).IsEmpty)
                {
                    table.Report("missing_required_field", NoticeSeverity.Error, columns.Sequence, "The row has no stop_sequence and was left out. Fill it in.");
                }

                continue;
            }

            var (arrival, departure) = (table.Seconds(columns.Arrival), table.Seconds(columns.Departure));
            if (arrival < 0 != departure < 0)
            {
                table.Report("stop_time_with_only_arrival_or_departure_time", NoticeSeverity.Error,
                    arrival < 0 ? columns.Arrival : columns.Departure, "Only one of both times is usable; it stands for the other too. Fill in both.");
            }

            rows.Add(new StopTimeRow
            {
                Trip = trip,
                Stop = stop,
                Sequence = sequence,
                Arrival = arrival < 0 ? departure : arrival,
                Departure = departure < 0 ? arrival : departure,
                Distance = columns.Distance < 0 ? float.NaN : (float)table.Double(columns.Distance, 0, double.MaxValue),
                Line = (int)Math.Min(table.Line, int.MaxValue),
                Flags = Flags(table, columns, arrival >= 0, departure >= 0),
            });
        }
    }

    private static int Trip(FeedTable table, int column, IdColumn trips, int lastTrip)
    {
        var id = table.Bytes(column);
        if (lastTrip >= 0 && trips.Utf8(lastTrip).SequenceEqual(id))
        {
            return lastTrip;
        }

        if (trips.TryFind(id, out var trip))
        {
            return trip;
        }

        if (!table.RequiredId(column).IsEmpty)
        {
            table.ReportForeignKey(column, "trips.txt", "trip_id");
        }

        return -1;
    }

    private static int Stop(FeedTable table, Columns columns, StopTable stops)
    {
        var id = table.Bytes(columns.Stop);
        if (stops.TryFind(id, out var stop))
        {
            return stop;
        }

        if (!id.IsEmpty)
        {
            table.ReportForeignKey(columns.Stop, "stops.txt", "stop_id");
        }
        else if (table.Bytes(columns.LocationGroup).IsEmpty && table.Bytes(columns.Location).IsEmpty)
        {
            table.Report("missing_required_field", NoticeSeverity.Error, columns.Stop, "The row names no stop and was left out. Fill in stop_id.");
        }

        return -1;
    }

    private static byte Flags(FeedTable table, Columns columns, bool hasArrival, bool hasDeparture)
    {
        var timepoint = columns.Timepoint < 0 ? -1 : table.Enum(columns.Timepoint, -1, 1);
        var exact = timepoint == 1 || (timepoint < 0 && (hasArrival || hasDeparture)) ? StopTimeColumns.Timepoint : 0;
        var pickup = columns.Pickup < 0 ? 0 : table.Enum(columns.Pickup, 0, 3);
        var dropOff = columns.DropOff < 0 ? 0 : table.Enum(columns.DropOff, 0, 3);
        var given = (hasArrival ? StopTimeColumns.HasArrival : 0) | (hasDeparture ? StopTimeColumns.HasDeparture : 0);
        return (byte)(exact | (pickup << StopTimeColumns.PickupShift) | (dropOff << StopTimeColumns.DropOffShift) | given);
    }

    private sealed class Columns(FeedTable table)
    {
        public int Trip { get; } = table.Column("trip_id");

        public int Stop { get; } = table.Column("stop_id");

        public int Sequence { get; } = table.Column("stop_sequence");

        public int Arrival { get; } = table.Column("arrival_time");

        public int Departure { get; } = table.Column("departure_time");

        public int Distance { get; } = table.Column("shape_dist_traveled");

        public int Timepoint { get; } = table.Column("timepoint");

        public int Pickup { get; } = table.Column("pickup_type");

        public int DropOff { get; } = table.Column("drop_off_type");

        public int LocationGroup { get; } = table.Column("location_group_id");

        public int Location { get; } = table.Column("location_id");
    }
}
