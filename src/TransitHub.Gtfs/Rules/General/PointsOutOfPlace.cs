using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.General;

/// <summary>
/// A place lies near latitude 0, longitude 0 (point_near_origin, ERROR) or near a pole (point_near_pole, ERROR): an unset
/// or swapped coordinate. Correct it.
/// <see href="https://gtfs.org/documentation/schedule/reference/#field-types"/>
/// </summary>
internal sealed class PointsOutOfPlace() : FeedRule(Origin, Pole)
{
    private static readonly RuleCode Origin = RuleCode.Error("point_near_origin", "A place lies near latitude 0, longitude 0.");
    private static readonly RuleCode Pole = RuleCode.Error("point_near_pole", "A place lies near a pole.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        Check(feed.Stops, "stop_id", "stop_lat", "stop_lon", report);
        Check(feed.Shapes, "shape_id", "shape_pt_lat", "shape_pt_lon", report);
    }

    private static void Check(GtfsTable table, string key, string latField, string lonField, RuleReport report)
    {
        var (latitude, longitude) = (table.Float(latField), table.Float(lonField));
        for (var row = 0; row < table.Count; row++)
        {
            var (lat, lon) = (latitude[row], longitude[row]);
            var code = Math.Abs(lat) <= 1 && Math.Abs(lon) <= 1 ? Origin : Math.Abs(lat) >= 89 ? Pole : null;
            if (code is not null && report.Wants(code))
            {
                report.Add(code, table, row, latField, "The place is one where no transit runs. Correct both coordinates.",
                    Detail("featureEntityId", table.Column(key).Text(row)),
                    Detail("latFieldName", latField), Detail("latFieldValue", lat),
                    Detail("lonFieldName", lonField), Detail("lonFieldValue", lon));
            }
        }
    }
}
