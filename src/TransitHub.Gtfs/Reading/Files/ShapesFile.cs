using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Reading.Files;

internal static class ShapesFile
{
    private static readonly FeedTableKind Kind = new(
        "shapes.txt", false, ["shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"], [], ["shape_dist_traveled"]);

    public static (IdColumn Ids, OwnedRows<ShapePointRow> Points, GeoExtent Extent) Read(FeedReading reading)
    {
        var ids = new IdColumn();
        var points = new OwnedRows<ShapePointRow>();
        using var table = reading.Open(Kind);
        if (table is null)
        {
            points.Group(0);
            return (ids, points, GeoExtent.None);
        }

        var (id, sequence) = (table.Column("shape_id"), table.Column("shape_pt_sequence"));
        var (latitude, longitude) = (table.Column("shape_pt_lat"), table.Column("shape_pt_lon"));
        var distance = table.Column("shape_dist_traveled");
        var extent = GeoExtent.None;
        while (table.Read())
        {
            var key = table.RequiredId(id);
            var (lat, lon) = (table.Double(latitude, -90, 90), table.Double(longitude, -180, 180));
            var number = table.Int(sequence, -1, 0, int.MaxValue);
            if (key.IsEmpty || double.IsNaN(lat) || double.IsNaN(lon) || number < 0)
            {
                ReportBlank(table, latitude, longitude, sequence);
                continue;
            }

            extent = extent.Including(lat, lon);
            ids.TryAdd(key, out var shape);
            points.Add(new ShapePointRow
            {
                Shape = shape,
                Sequence = number,
                Latitude = (int)Math.Round(lat * ShapePointRow.PerDegree),
                Longitude = (int)Math.Round(lon * ShapePointRow.PerDegree),
                Distance = (float)table.Double(distance, 0, double.MaxValue),
                Line = (int)Math.Min(table.Line, int.MaxValue),
            });
        }

        points.Group(ids.Count);
        return (ids, points, extent);
    }

    private static void ReportBlank(FeedTable table, params ReadOnlySpan<int> columns)
    {
        foreach (var column in columns)
        {
            if (table.Bytes(column).IsEmpty)
            {
                table.Report("missing_required_field", NoticeSeverity.Error, column, "The field must not be empty; the point was left out. Fill it in.");
            }
        }
    }
}
