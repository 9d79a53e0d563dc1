using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Reading.Files;

internal sealed class TripsFile
{
    private static readonly FeedTableKind Kind = new(
        "trips.txt", true, ["trip_id"], ["route_id", "service_id"],
        [
            "trip_headsign", "trip_short_name", "direction_id", "block_id", "shape_id", "wheelchair_accessible",
            "bikes_allowed", "cars_allowed", "safe_duration_factor", "safe_duration_offset",
        ]);

    public IdColumn Ids { get; } = new();

    public IdColumn Blocks { get; } = new();

    public List<TripTable.TripRow> Rows { get; } = [];

    public List<int> Lines { get; } = [];

    public void Read(FeedReading reading, IdColumn routes, ServiceTable services, IdColumn shapes)
    {
        using var table = reading.Open(Kind);
        if (table is null)
        {
            return;
        }

        var columns = new Columns(table);
        while (table.Read())
        {
            var id = table.RequiredId(columns.Id);
            if (id.IsEmpty)
            {
                continue;
            }

            if (!Ids.TryAdd(id, out _))
            {
                table.ReportDuplicate(columns.Id);
                continue;
            }

            Rows.Add(ReadRow(table, columns, routes, services, shapes));
            Lines.Add((int)Math.Min(table.Line, int.MaxValue));
        }
    }

    private TripTable.TripRow ReadRow(FeedTable table, Columns columns, IdColumn routes, ServiceTable services, IdColumn shapes)
    {
        var row = new TripTable.TripRow
        {
            Headsign = table.Text(columns.Headsign),
            ShortName = table.Text(columns.ShortName),
            Route = -1,
            Service = -1,
            Shape = -1,
            Pattern = -1,
            Block = -1,
            Direction = (sbyte)table.Enum(columns.Direction, -1, 1),
            WheelchairAccessible = (byte)table.Enum(columns.Wheelchair, 0, 2),
            BikesAllowed = (byte)table.Enum(columns.Bikes, 0, 2),
        };

        if (table.RequiredId(columns.Route) is { IsEmpty: false } route)
        {
            row.Route = routes.TryFind(route, out var found) ? found : Missing(table, columns.Route, "routes.txt", "route_id");
        }

        if (table.RequiredId(columns.Service) is { IsEmpty: false } service)
        {
            row.Service = services.TryFind(service, out var found)
                ? found
                : Missing(table, columns.Service, "Neither calendar.txt nor calendar_dates.txt", "service_id");
        }

        if (table.Bytes(columns.Shape) is { IsEmpty: false } shape)
        {
            row.Shape = shapes.TryFind(shape, out var found) ? found : Missing(table, columns.Shape, "shapes.txt", "shape_id");
        }

        if (table.Bytes(columns.Block) is { IsEmpty: false } block)
        {
            Blocks.TryAdd(block, out row.Block);
        }

        return row;
    }

    private static int Missing(FeedTable table, int column, string file, string id)
    {
        table.ReportForeignKey(column, file, id);
        return -1;
    }

    private sealed class Columns(FeedTable table)
    {
        public int Id { get; } = table.Column("trip_id");

        public int Route { get; } = table.Column("route_id");

        public int Service { get; } = table.Column("service_id");

        public int Shape { get; } = table.Column("shape_id");

        public int Block { get; } = table.Column("block_id");

        public int Headsign { get; } = table.Column("trip_headsign");

        public int ShortName { get; } = table.Column("trip_short_name");

        public int Direction { get; } = table.Column("direction_id");

        public int Wheelchair { get; } = table.Column("wheelchair_accessible");

        public int Bikes { get; } = table.Column("bikes_allowed");
    }
}
