using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Shapes;

/// <summary>
/// shape_dist_traveled does not grow along a shape: it falls (decreasing_shape_distance, ERROR), or stays equal at places
/// 1.11 m apart or more (equal_shape_distance_diff_coordinates, ERROR), nearer
/// (equal_shape_distance_diff_coordinates_distance_below_threshold, WARNING) or the same
/// (equal_shape_distance_same_coordinates, WARNING). Compute it anew. Also: two points of a shape have the same number
/// (duplicate_key, ERROR).
/// <see href="https://gtfs.org/documentation/schedule/reference/#shapestxt"/>
/// </summary>
internal sealed class ShapeDistances() : FeedRule(Decreasing, Apart, Close, Same, Duplicate)
{
    private static readonly RuleCode Decreasing = RuleCode.Error("decreasing_shape_distance", "shape_dist_traveled falls along a shape.");
    private static readonly RuleCode Apart = RuleCode.Error("equal_shape_distance_diff_coordinates", "shape_dist_traveled is equal at places apart.");
    private static readonly RuleCode Close = RuleCode.Warning("equal_shape_distance_diff_coordinates_distance_below_threshold", "shape_dist_traveled is equal at places close by.");
    private static readonly RuleCode Same = RuleCode.Warning("equal_shape_distance_same_coordinates", "A point of a shape is there twice.");
    private static readonly RuleCode Duplicate = RuleCode.Error("duplicate_key", "Two rows have the same key.");

    private const double ApartMeters = 1.11;

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (sequence, distance) = (feed.Shapes.Int("shape_pt_sequence"), feed.Shapes.Float("shape_dist_traveled"));
        var points = feed.PointsByShape;
        for (var shape = 0; shape < points.Count; shape++)
        {
            var rows = points.Of(shape);
            for (var at = 1; at < rows.Length; at++)
            {
                if (sequence[rows[at]] == sequence[rows[at - 1]] && sequence.Has(rows[at]) && report.Wants(Duplicate))
                {
                    report.Add(Duplicate, feed.Shapes, rows[at], "shape_pt_sequence", $"Line {feed.Shapes.Line(rows[at - 1])} has the same shape_id and number. Number the points anew.",
                        Detail("oldCsvRowNumber", feed.Shapes.Line(rows[at - 1])), Detail("newCsvRowNumber", feed.Shapes.Line(rows[at])));
                }

                if (distance.IsPresent && distance[rows[at - 1]] >= distance[rows[at]])
                {
                    CheckDistance(feed.Shapes, rows[at - 1], rows[at], distance, report);
                }
            }
        }
    }

    private static void CheckDistance(GtfsTable shapes, int before, int row, FloatColumn distance, RuleReport report)
    {
        var (latitude, longitude) = (shapes.Float("shape_pt_lat"), shapes.Float("shape_pt_lon"));
        var meters = StopPlaces.Meters(latitude[before], longitude[before], latitude[row], longitude[row]);
        var code = distance[before] > distance[row] ? Decreasing : meters >= ApartMeters ? Apart : meters > 0 ? Close : Same;
        if (report.Wants(code))
        {
            var sequence = shapes.Column("shape_pt_sequence");
            report.Add(code, shapes, row, "shape_dist_traveled", "The distance must grow from point to point. Compute it anew, and leave repeated points out.",
                Detail("shapeId", shapes.Column("shape_id").Text(row)), Detail("shapeDistTraveled", distance[row]), Detail("shapePtSequence", sequence.Text(row)),
                Detail("prevCsvRowNumber", shapes.Line(before)), Detail("prevShapeDistTraveled", distance[before]), Detail("prevShapePtSequence", sequence.Text(before)),
                Detail("actualDistanceBetweenShapePoints", meters));
        }
    }
}
