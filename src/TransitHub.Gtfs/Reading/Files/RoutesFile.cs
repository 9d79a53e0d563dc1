using System.Buffers;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Reading.Files;

internal static class RoutesFile
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly FeedTableKind Kind = new(
        "routes.txt", true, ["route_id"], ["route_type"],
        [
            "agency_id", "route_short_name", "route_long_name", "route_desc", "route_url", "route_color",
            "route_text_color", "route_sort_order", "continuous_pickup", "continuous_drop_off", "network_id", "cemv_support",
        ]);

    public static (IdColumn Ids, List<RouteTable.RouteRow> Rows) Read(FeedReading reading, AgencyTable agencies)
    {
        var ids = new IdColumn();
        var rows = new List<RouteTable.RouteRow>();
        using var table = reading.Open(Kind);
        if (table is null)
        {
            return (ids, rows);
        }

        var (id, agency, type) = (table.Column("route_id"), table.Column("agency_id"), table.Column("route_type"));
        var (shortName, longName) = (table.Column("route_short_name"), table.Column("route_long_name"));
        var (color, textColor) = (table.Column("route_color"), table.Column("route_text_color"));
        while (table.Read())
        {
            var key = table.RequiredId(id);
            if (key.IsEmpty)
            {
                continue;
            }

            if (!ids.TryAdd(key, out _))
            {
                table.ReportDuplicate(id);
                continue;
            }

            rows.Add(new RouteTable.RouteRow(
                table.Text(shortName),
                table.Text(longName),
                Color(table, color, "FFFFFF"),
                Color(table, textColor, "000000"),
                Type(table, type),
                Agency(table, agency, agencies)));
            if (table.Bytes(shortName).IsEmpty && table.Bytes(longName).IsEmpty)
            {
                table.Report("route_both_short_and_long_name_missing", NoticeSeverity.Error, id,
                    "The route has neither route_short_name nor route_long_name. Give it one that riders know.");
            }
        }

        return (ids, rows);
    }

    private static int Type(FeedTable table, int column)
    {
        var type = table.Int(column, -1, 0, 1702);
        if (type is (> 7 and < 11) or (> 12 and < 100))
        {
            table.Report("unexpected_enum_value", NoticeSeverity.Warning, column,
                "The reference knows the route types 0 to 7, 11 and 12, and 100 to 1702 of the extended list. Correct the type.");
        }
        else if (type < 0 && column >= 0 && table.Bytes(column).IsEmpty)
        {
            table.Report("missing_required_field", NoticeSeverity.Error, column, "The route has no route_type, so its mode is unknown. Fill it in.");
        }

        return type;
    }

    private static int Agency(FeedTable table, int column, AgencyTable agencies)
    {
        var id = table.Text(column);
        if (agencies.TryFind(id, out var agency))
        {
            return agency;
        }

        if (id.Length == 0)
        {
            if (agencies.Count > 1)
            {
                table.Report("missing_required_field", NoticeSeverity.Error, column, "A feed with several agencies must say which one runs the route. Fill in agency_id.");
            }

            return agencies.Count == 1 ? 0 : -1;
        }

        table.ReportForeignKey(column, "agency.txt", "agency_id");
        return -1;
    }

    private static string Color(FeedTable table, int column, string absent)
    {
        var color = table.Text(column);
        if (color.Length == 6 && !color.AsSpan().ContainsAnyExcept(Hexadecimal))
        {
            return color;
        }

        if (color.Length > 0)
        {
            table.Report("invalid_color", NoticeSeverity.Error, column, $"A color is six hexadecimal digits without #; {absent} is used. Correct it.");
        }

        return absent;
    }
}
