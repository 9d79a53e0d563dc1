using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Shapes;

/// <summary>
/// No trip uses a shape (unused_shape, WARNING), or it has one point only (single_shape_point, WARNING). It only makes
/// the feed larger. Remove it, or complete it.
/// <see href="https://gtfs.org/documentation/schedule/reference/#shapestxt"/>
/// </summary>
internal sealed class ShapesInUse() : FeedRule(Unused, Single)
{
    private static readonly RuleCode Unused = RuleCode.Warning("unused_shape", "No trip uses a shape.");
    private static readonly RuleCode Single = RuleCode.Warning("single_shape_point", "A shape has one point only.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (ids, tripShapes) = (feed.Shapes.Text("shape_id"), feed.Trips.Text("shape_id"));
        var used = new bool[ids.Domain.Count];
        for (var row = 0; row < feed.Trips.Count; row++)
        {
            if (tripShapes[row] >= 0)
            {
                used[tripShapes[row]] = true;
            }
        }

        for (var shape = 0; shape < feed.PointsByShape.Count; shape++)
        {
            var count = feed.PointsByShape.CountOf(shape);
            if (count > 0 && !used[shape] && report.Wants(Unused))
            {
                report.Add(Unused, feed.Shapes, ids.Row(shape), "shape_id", "No trip uses the shape. Remove it.", Detail("shapeId", ids.Domain.Text(shape)));
            }

            if (count == 1 && report.Wants(Single))
            {
                report.Add(Single, feed.Shapes, ids.Row(shape), "shape_id", "A shape needs two points at least. Complete it, or remove it.", Detail("shapeId", ids.Domain.Text(shape)), Detail("rowNumber", feed.Shapes.Line(ids.Row(shape))));
            }
        }
    }
}
