using System.IO.Hashing;
using System.Runtime.InteropServices;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.Shapes;

/// <summary>
/// Stops and the shape of a trip do not fit: a stop lies more than 100 m away from it (stop_too_far_from_shape, WARNING;
/// ends of railways 400 m), or from the place at its shape_dist_traveled (stop_too_far_from_shape_using_user_distance,
/// WARNING); stops come along it in another order (stops_match_shape_out_of_order, WARNING); or it passes a stop more
/// than twenty times (stop_has_too_many_matches_for_shape, WARNING). Vehicles are then shown in wrong places. Correct the
/// shape, the stops or the distances.
/// <see href="https://gtfs.org/resources/gtfs-schedule-feature-guides/shapes/#shapes-data-guidance"/>
/// </summary>
internal sealed class StopsAlongShape() : TripRule(TooFar, TooFarByDistance, OutOfOrder, TooMany)
{
    private static readonly RuleCode TooFar = RuleCode.Warning("stop_too_far_from_shape", "A stop lies far from the shape of its trip.");
    private static readonly RuleCode TooFarByDistance = RuleCode.Warning("stop_too_far_from_shape_using_user_distance", "A stop lies far from its distance along the shape.");
    private static readonly RuleCode OutOfOrder = RuleCode.Warning("stops_match_shape_out_of_order", "Stops come along the shape in another order.");
    private static readonly RuleCode TooMany = RuleCode.Warning("stop_has_too_many_matches_for_shape", "A shape passes a stop too many times.");

    private const double MostMeters = 100;
    private const double MostMetersAtRailEnds = 400;
    private const int MostPasses = 20;
    private const int Rail = 2;

    private readonly Dictionary<int, List<int>> tripsByShape = [];
    private readonly HashSet<UInt128> seen = [];
    private readonly List<ShapePath.Pass> passes = [];
    private readonly PassOrder order = new();
    private readonly TripVisit visit = new();
    private TextColumn shapes = null!;
    private TextColumn routes = null!;

    public override bool Begin(GtfsTables feed)
    {
        (this.shapes, this.routes) = (feed.Trips.Text("shape_id"), feed.Trips.Text("route_id"));
        return feed.Shapes.Count > 0 && this.shapes.IsPresent;
    }

    /// <summary>Keeps one trip of those that have the same stops and distances on the same shape.</summary>
    public override void Visit(TripVisit trip, RuleReport report)
    {
        var shape = this.shapes[trip.TripRow];
        if (shape < 0)
        {
            return;
        }

        var hash = (((UInt128)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(trip.Stops), shape)) << 64) | XxHash3.HashToUInt64(MemoryMarshal.AsBytes(trip.Distances));
        if (this.seen.Add(hash))
        {
            (this.tripsByShape.TryGetValue(shape, out var trips) ? trips : this.tripsByShape[shape] = []).Add(trip.Trip);
        }
    }

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (ids, type) = (feed.Routes.Text("route_id"), feed.Routes.Int("route_type"));
        foreach (var (shape, trips) in this.tripsByShape)
        {
            if (feed.PointsByShape.CountOf(shape) == 0)
            {
                continue;
            }

            var path = new ShapePath(feed.Shapes, feed.PointsByShape.Of(shape));
            var reported = new HashSet<int>();
            foreach (var trip in path.Count > 1 ? trips : [])
            {
                this.visit.Take(feed, trip, feed.TimesByTrip.Of(trip), feed.StopTimes.HasColumn("shape_dist_traveled"));
                var route = ids.Row(this.routes[this.visit.TripRow]);
                if (route >= 0)
                {
                    var matching = new Matching(feed, path, reported, report, shape);
                    MatchByPlace(matching, type[route] == Rail);
                    MatchByDistance(matching);
                }
            }
        }
    }

    private void MatchByPlace(Matching matching, bool isRail)
    {
        this.order.Begin();
        var isWhole = true;
        for (var at = 0; at < this.visit.Count; at++)
        {
            if (!matching.Feed.Places.Has(this.visit.Stops[at]))
            {
                continue;
            }

            var (x, y) = Flat(matching, at);
            var most = isRail && (at == 0 || at == this.visit.Count - 1) ? MostMetersAtRailEnds : MostMeters;
            matching.Path.Passes(x, y, most, this.passes, out var nearest);
            if (this.passes.Count == 0)
            {
                isWhole = false;
                ReportFar(TooFar, matching, at, nearest);
            }
            else if (this.passes.Count > MostPasses && matching.Report.Wants(TooMany))
            {
                Add(TooMany, matching, at, nearest, "The shape passes the stop too many times to tell which is meant. Simplify it.", Detail("matchCount", this.passes.Count));
            }

            isWhole = isWhole && TryOrder(matching, at, nearest);
        }
    }

    private void MatchByDistance(Matching matching)
    {
        if (!matching.Path.HasStated || !(this.visit.Distances[^1] > 0))
        {
            return;
        }

        for (int at = 0, from = 0; at < this.visit.Count; at++)
        {
            if (matching.Feed.Places.Has(this.visit.Stops[at]) && !double.IsNaN(this.visit.Distances[at]))
            {
                var (x, y) = Flat(matching, at);
                var pass = matching.Path.AtStated(this.visit.Distances[at], ref from, x, y);
                if (pass.Meters > MostMeters)
                {
                    ReportFar(TooFarByDistance, matching, at, pass);
                }
            }
        }
    }

    private bool TryOrder(Matching matching, int at, ShapePath.Pass nearest)
    {
        if (this.order.TryAdd(this.passes))
        {
            return true;
        }

        if (matching.Report.Wants(OutOfOrder))
        {
            var before = matching.Path.At(this.order.BestOffset);
            Add(OutOfOrder, matching, at, nearest, "The shape comes to this stop before the ones that the trip serves earlier. Correct the shape or the order of the stops.",
                Detail("stopTimeCsvRowNumber1", matching.Feed.StopTimes.Line(this.visit.Rows[at])),
                Detail("stopId1", matching.Feed.StopTimeStops.Text(this.visit.Rows[at])),
                Detail("stopTimeCsvRowNumber2", matching.Feed.StopTimes.Line(this.visit.Rows[at - 1])),
                Detail("stopId2", matching.Feed.StopTimeStops.Text(this.visit.Rows[at - 1])),
                Detail("match2", FormattableString.Invariant($"{before.Lat:F6},{before.Lon:F6}")));
        }

        return false;
    }

    private void ReportFar(RuleCode code, Matching matching, int at, ShapePath.Pass pass)
    {
        if (matching.Reported.Add(this.visit.Stops[at]) && matching.Report.Wants(code))
        {
            Add(code, matching, at, pass, $"The stop lies {pass.Meters:F0} m from where the trip's shape has it. Correct the shape, the stop or the distance.", Detail("geoDistanceToShape", pass.Meters));
        }
    }

    private void Add(RuleCode code, Matching matching, int at, ShapePath.Pass pass, string message, params ReadOnlySpan<NoticeDetail> details)
    {
        var (feed, place) = (matching.Feed, matching.Path.At(pass.Offset));
        matching.Report.Add(code, feed.StopTimes, this.visit.Rows[at], "stop_id", message,
        [
            Detail("tripCsvRowNumber", feed.Trips.Line(this.visit.TripRow)), Detail("shapeId", this.shapes.Domain.Text(matching.Shape)),
            Detail("tripId", feed.TripIds.Domain.Text(this.visit.Trip)), Detail("stopTimeCsvRowNumber", feed.StopTimes.Line(this.visit.Rows[at])),
            Detail("stopId", feed.StopTimeStops.Text(this.visit.Rows[at])),
            Detail("stopName", feed.Stops.Text("stop_name").Text(feed.StopIds.Row(this.visit.Stops[at]))),
            Detail("match", FormattableString.Invariant($"{place.Lat:F6},{place.Lon:F6}")), .. details,
        ]);
    }

    private (double X, double Y) Flat(Matching matching, int at)
    {
        var place = matching.Feed.Places.Of(this.visit.Stops[at]);
        return matching.Path.Flat(place.Lat, place.Lon);
    }

    private sealed record Matching(GtfsTables Feed, ShapePath Path, HashSet<int> Reported, RuleReport Report, int Shape);
}
