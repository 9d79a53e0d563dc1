using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.StopTimes;

/// <summary>
/// The distance at the last stop of a trip lies beyond the end of its shape: by more than 11 m on the ground
/// (trip_distance_exceeds_shape_distance, ERROR) or by less (trip_distance_exceeds_shape_distance_below_threshold,
/// WARNING). The two files measure differently. Compute both from the same shape.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class ShapeDistanceExceeded() : TripRule(Exceeds, Slightly)
{
    private static readonly RuleCode Exceeds = RuleCode.Error("trip_distance_exceeds_shape_distance", "A trip goes beyond the end of its shape.");
    private static readonly RuleCode Slightly = RuleCode.Warning("trip_distance_exceeds_shape_distance_below_threshold", "A trip goes slightly beyond the end of its shape.");

    private const double ThresholdMeters = 11.1;

    private readonly Dictionary<int, int> farthest = [];
    private GtfsTables feed = null!;
    private TextColumn shapes = null!;
    private FloatColumn distance = null!;

    public override bool Begin(GtfsTables feed)
    {
        (this.feed, this.shapes, this.distance) = (feed, feed.Trips.Text("shape_id"), feed.Shapes.Float("shape_dist_traveled"));
        return feed.StopTimes.HasColumn("shape_dist_traveled") && this.distance.IsPresent && this.shapes.IsPresent;
    }

    public override void Visit(TripVisit trip, RuleReport report)
    {
        var (shape, stop, traveled) = (this.shapes[trip.TripRow], trip.Stops[^1], trip.Distances[^1]);
        if (shape < 0 || stop < 0 || Farthest(shape) is not (>= 0 and var point) || !(traveled > this.distance[point]) || this.distance[point] == 0)
        {
            return;
        }

        var place = this.feed.Places.Of(stop);
        var meters = StopPlaces.Meters(this.feed.Shapes.Float("shape_pt_lat")[point], this.feed.Shapes.Float("shape_pt_lon")[point], place.Lat, place.Lon);
        var code = meters > ThresholdMeters ? Exceeds : Slightly;
        if (report.Wants(code))
        {
            report.Add(code, this.feed.StopTimes, trip.Rows[^1], "shape_dist_traveled", "The last stop lies beyond the end of the shape. Compute both distances from the same shape.",
                Detail("tripId", this.feed.TripIds.Domain.Text(trip.Trip)), Detail("shapeId", this.shapes.Domain.Text(shape)),
                Detail("maxTripDistanceTraveled", traveled), Detail("maxShapeDistanceTraveled", this.distance[point]), Detail("geoDistanceToShape", meters));
        }
    }

    private int Farthest(int shape)
    {
        if (this.farthest.TryGetValue(shape, out var best))
        {
            return best;
        }

        best = -1;
        foreach (var row in this.feed.PointsByShape.CountOf(shape) > 0 ? this.feed.PointsByShape.Of(shape) : [])
        {
            if (this.distance.Has(row) && (best < 0 || this.distance[row] > this.distance[best]))
            {
                best = row;
            }
        }

        return this.farthest[shape] = best;
    }
}
