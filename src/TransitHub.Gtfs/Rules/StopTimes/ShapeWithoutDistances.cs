using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.StopTimes;

/// <summary>
/// A trip has shape_dist_traveled and its shape has not, or not at every point
/// (trip_with_shape_dist_traveled_but_no_shape_distances, INFO). The distances cannot be used. Fill them in in
/// shapes.txt.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class ShapeWithoutDistances() : TripRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Info("trip_with_shape_dist_traveled_but_no_shape_distances", "A trip has distances and its shape has not.");

    private readonly Dictionary<int, bool> complete = [];
    private GtfsTables feed = null!;
    private TextColumn shapes = null!;

    public override bool Begin(GtfsTables feed)
    {
        (this.feed, this.shapes) = (feed, feed.Trips.Text("shape_id"));
        return feed.StopTimes.HasColumn("shape_dist_traveled") && this.shapes.IsPresent;
    }

    public override void Visit(TripVisit trip, RuleReport report)
    {
        var shape = this.shapes[trip.TripRow];
        if (shape < 0 || this.feed.PointsByShape.CountOf(shape) == 0 || IsComplete(shape))
        {
            return;
        }

        for (var at = 0; at < trip.Count; at++)
        {
            if (!double.IsNaN(trip.Distances[at]))
            {
                if (report.Wants(Code))
                {
                    report.Add(Code, this.feed.StopTimes, trip.Rows[at], "shape_dist_traveled", "The shape has no distances to hold this against. Fill in shape_dist_traveled in shapes.txt.",
                        Detail("tripCsvRowNumber", this.feed.Trips.Line(trip.TripRow)), Detail("tripId", this.feed.TripIds.Domain.Text(trip.Trip)),
                        Detail("shapeId", this.shapes.Domain.Text(shape)), Detail("stopTimeCsvRowNumber", this.feed.StopTimes.Line(trip.Rows[at])));
                }

                return;
            }
        }
    }

    private bool IsComplete(int shape)
    {
        if (!this.complete.TryGetValue(shape, out var isComplete))
        {
            var distance = this.feed.Shapes.Float("shape_dist_traveled");
            isComplete = true;
            foreach (var row in this.feed.PointsByShape.Of(shape))
            {
                isComplete &= distance.Has(row);
            }

            this.complete[shape] = isComplete;
        }

        return isComplete;
    }
}
