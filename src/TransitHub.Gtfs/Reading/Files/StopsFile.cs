using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Reading.Files;

internal static class StopsFile
{
    private static readonly FeedTableKind Kind = new(
        "stops.txt", true, ["stop_id"], [],
        [
            "stop_code", "stop_name", "tts_stop_name", "stop_desc", "stop_lat", "stop_lon", "zone_id", "stop_url",
            "location_type", "parent_station", "stop_timezone", "wheelchair_boarding", "level_id", "platform_code",
            "stop_access",
        ]);

    public static (StopTable Table, GeoExtent Extent) Read(FeedReading reading)
    {
        var ids = new IdColumn();
        var rows = new List<StopTable.StopRow>();
        var parents = new List<Parent>();
        var extent = GeoExtent.None;
        using var table = reading.Open(Kind);
        if (table is null)
        {
            return (new StopTable(ids, []), extent);
        }

        var columns = new Columns(table);
        while (table.Read())
        {
            var id = table.RequiredId(columns.Id);
            if (id.IsEmpty)
            {
                continue;
            }

            if (!ids.TryAdd(id, out var stop))
            {
                table.ReportDuplicate(columns.Id);
                continue;
            }

            var row = ReadRow(table, columns);
            rows.Add(row);
            if (!double.IsNaN(row.Latitude))
            {
                extent = extent.Including(row.Latitude, row.Longitude);
            }

            if (table.Text(columns.Parent) is { Length: > 0 } parent)
            {
                parents.Add(new Parent(stop, parent, table.Line));
            }
        }

        var stops = rows.ToArray();
        Resolve(reading, table.File, ids, stops, parents);
        return (new StopTable(ids, stops), extent);
    }

    private static StopTable.StopRow ReadRow(FeedTable table, Columns columns)
    {
        var row = new StopTable.StopRow
        {
            Name = table.Text(columns.Name),
            Code = table.Text(columns.Code),
            PlatformCode = table.Text(columns.Platform),
            Latitude = table.Double(columns.Latitude, -90, 90),
            Longitude = table.Double(columns.Longitude, -180, 180),
            Parent = -1,
            LocationType = (byte)table.Enum(columns.Type, 0, 4),
            WheelchairBoarding = (byte)table.Enum(columns.Wheelchair, 0, 2),
        };
        if (double.IsNaN(row.Latitude) || double.IsNaN(row.Longitude))
        {
            (row.Latitude, row.Longitude) = (double.NaN, double.NaN);
            if (row.LocationType <= 2)
            {
                table.Report("stop_without_location", NoticeSeverity.Error, columns.Latitude,
                    "The stop has no usable stop_lat and stop_lon. Its parent station's place is used if it has one; add the coordinates.");
            }
        }
        else if (Math.Abs(row.Latitude) < 1 && Math.Abs(row.Longitude) < 1)
        {
            table.Report("point_near_origin", NoticeSeverity.Error, columns.Latitude,
                "The stop lies near latitude 0, longitude 0 in the Gulf of Guinea and is taken as unlocated. Correct the coordinates.");
            (row.Latitude, row.Longitude) = (double.NaN, double.NaN);
        }

        return row;
    }

    private static void Resolve(FeedReading reading, string file, IdColumn ids, StopTable.StopRow[] stops, List<Parent> parents)
    {
        foreach (var (stop, id, line) in parents)
        {
            if (ids.TryFind(id, out var parent) && parent != stop)
            {
                stops[stop].Parent = parent;
            }
            else
            {
                reading.Notices.Add(new Notice("foreign_key_violation", NoticeSeverity.Error, file, line, "parent_station", id,
                    "stops.txt has no other row with this stop_id. Add the station or correct the id."));
            }
        }
    }

    private readonly record struct Parent(int Stop, string Id, long Line);

    private sealed class Columns(FeedTable table)
    {
        public int Id { get; } = table.Column("stop_id");

        public int Name { get; } = table.Column("stop_name");

        public int Code { get; } = table.Column("stop_code");

        public int Platform { get; } = table.Column("platform_code");

        public int Latitude { get; } = table.Column("stop_lat");

        public int Longitude { get; } = table.Column("stop_lon");

        public int Type { get; } = table.Column("location_type");

        public int Parent { get; } = table.Column("parent_station");

        public int Wheelchair { get; } = table.Column("wheelchair_boarding");
    }
}
