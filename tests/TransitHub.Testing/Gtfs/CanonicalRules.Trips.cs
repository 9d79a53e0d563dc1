using TransitHub.Gtfs;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, string>;

namespace TransitHub.Testing.Gtfs;

/// <summary>Times, headways and shapes of trips.</summary>
public sealed partial class CanonicalRules
{
    private const double MaxMetersFromShape = 100;
    private const int MaxPasses = 20;

    private void CheckTimes()
    {
        var places = this.feed["stops.txt"].ToDictionary(row => Of(row, "stop_id"), row => new GeoPoint(Number(row, "stop_lat"), Number(row, "stop_lon")), StringComparer.Ordinal);
        var names = this.feed["stops.txt"].ToDictionary(row => Of(row, "stop_id"), row => Of(row, "stop_name"), StringComparer.Ordinal);
        var types = this.feed["routes.txt"].ToDictionary(row => Of(row, "route_id"), row => Of(row, "route_type"), StringComparer.Ordinal);
        var times = this.feed["stop_times.txt"].ToLookup(row => Of(row, "trip_id"), StringComparer.Ordinal);
        Each("point_near_origin", places.Where(stop => Math.Abs(stop.Value.Lat) <= 1 && Math.Abs(stop.Value.Lon) <= 1).Select(stop => stop.Key));
        foreach (var trip in this.feed["trips.txt"])
        {
            var (id, type) = (Of(trip, "trip_id"), types.GetValueOrDefault(Of(trip, "route_id"), string.Empty));
            var calls = times[id].OrderBy(row => Number(row, "stop_sequence")).ToList();
            NoteIf(calls.Count < 2, "unusable_trip", id);
            NoteIf(type == "4" && Of(trip, "bikes_allowed") is not ("1" or "2"), "missing_bike_allowance", id);
            NoteIf(calls.Count > 1 && Of(calls[0], "stop_id") != Of(calls[^1], "stop_id")
                && calls.SkipLast(1).Any(call => names.GetValueOrDefault(Of(call, "stop_id"), "").Equals(Of(trip, "trip_headsign"), StringComparison.OrdinalIgnoreCase)),
                "trip_headsign_matches_intermediate_stop", id);
            NoteIf(calls.Exists(call => Of(call, "timepoint") is not ("0" or "1")), "missing_timepoint_value", id);
            CheckOrder(id, calls);
            CheckSpeed(id, calls, places, MaxSpeedKmh(type));
        }
    }

    private void CheckOrder(string id, List<Row> calls)
    {
        for (var at = 0; at < calls.Count; at++)
        {
            NoteIf(Seconds(calls[at], "departure_time") < Seconds(calls[at], "arrival_time"), "start_and_end_range_out_of_order", $"{id} {at + 1}");
            if (at > 0)
            {
                NoteIf(Seconds(calls[at], "arrival_time") <= Seconds(calls[at - 1], "departure_time"), "stop_time_with_arrival_before_previous_departure_time", $"{id} {at + 1}");
                NoteIf(!(Number(calls[at], "shape_dist_traveled") > Number(calls[at - 1], "shape_dist_traveled")), "decreasing_or_equal_stop_time_distance", $"{id} {at + 1}");
            }
        }
    }

    private void CheckSpeed(string id, List<Row> calls, Dictionary<string, GeoPoint> places, double limit)
    {
        for (var end = 1; end < calls.Count; end++)
        {
            var meters = 0.0;
            for (var start = end - 1; start >= 0; start--)
            {
                meters += places.GetValueOrDefault(Of(calls[start], "stop_id")).DistanceTo(places.GetValueOrDefault(Of(calls[start + 1], "stop_id")));
                var speed = meters / Math.Max(1, Seconds(calls[end], "arrival_time") - Seconds(calls[start], "departure_time")) * 3.6;
                NoteIf(start == end - 1 && speed > limit, "fast_travel_between_consecutive_stops", $"{id} {end + 1}");
                NoteIf(meters > 10_000 && speed > limit, "fast_travel_between_far_stops", $"{id} {end + 1}");
            }
        }
    }

    private static double MaxSpeedKmh(string type) => type switch
    {
        "0" => 100,
        "1" or "3" or "11" or "12" => 150,
        "2" => 500,
        "4" => 80,
        "5" => 30,
        "6" or "7" => 50,
        _ => 200,
    };

    private void CheckFrequencies()
    {
        foreach (var trip in this.feed["frequencies.txt"].GroupBy(row => Of(row, "trip_id")))
        {
            var windows = trip.OrderBy(row => Seconds(row, "start_time")).ToList();
            NoteIf(windows.Exists(row => Seconds(row, "end_time") <= Seconds(row, "start_time")), "start_and_end_range_equal", trip.Key);
            NoteIf(windows.Exists(row => !(Number(row, "headway_secs") > 0)), "number_out_of_range", trip.Key);
            NoteIf(windows.Zip(windows.Skip(1)).Any(pair => Seconds(pair.Second, "start_time") < Seconds(pair.First, "end_time")), "overlapping_frequency", trip.Key);
        }
    }

    private void CheckShapes()
    {
        var shapes = this.feed["shapes.txt"].GroupBy(row => Of(row, "shape_id")).ToDictionary(
            shape => shape.Key,
            shape => shape.OrderBy(row => Number(row, "shape_pt_sequence"))
                .Select(row => (Place: new GeoPoint(Number(row, "shape_pt_lat"), Number(row, "shape_pt_lon")), Meters: Number(row, "shape_dist_traveled"))).ToList(),
            StringComparer.Ordinal);
        foreach (var (id, points) in shapes)
        {
            NoteIf(points.Count < 2, "single_shape_point", id);
            foreach (var (a, b) in points.Zip(points.Skip(1)))
            {
                NoteIf(!(b.Meters >= a.Meters), "decreasing_shape_distance", id);
                NoteIf(b.Meters == a.Meters, a.Place == b.Place ? "equal_shape_distance_same_coordinates" : "equal_shape_distance_diff_coordinates", id);
            }
        }

        var places = this.feed["stops.txt"].ToDictionary(row => Of(row, "stop_id"), row => new GeoPoint(Number(row, "stop_lat"), Number(row, "stop_lon")), StringComparer.Ordinal);
        var times = this.feed["stop_times.txt"].ToLookup(row => Of(row, "trip_id"), StringComparer.Ordinal);
        foreach (var trip in this.feed["trips.txt"])
        {
            if (shapes.TryGetValue(Of(trip, "shape_id"), out var points) && points.Count > 1)
            {
                CheckAlong(Of(trip, "trip_id"), [.. times[Of(trip, "trip_id")].OrderBy(row => Number(row, "stop_sequence"))], points, places);
            }
        }
    }

    private void CheckAlong(string id, List<Row> calls, List<(GeoPoint Place, double Meters)> points, Dictionary<string, GeoPoint> places)
    {
        // The least feasible offset of each call: if any order of passes fits, this one does.
        var reached = 0.0;
        foreach (var call in calls)
        {
            var (where, place, stated) = ($"{id} {Of(call, "stop_id")}", places.GetValueOrDefault(Of(call, "stop_id")), Number(call, "shape_dist_traveled"));
            NoteIf(stated > points[^1].Meters, "trip_distance_exceeds_shape_distance", id);
            NoteIf(At(points, stated).DistanceTo(place) > MaxMetersFromShape, "stop_too_far_from_shape_using_user_distance", where);
            var passes = Passes(points, place);
            NoteIf(passes.Count == 0, "stop_too_far_from_shape", where);
            NoteIf(passes.Count > MaxPasses, "stop_has_too_many_matches_for_shape", where);
            var next = passes.FindIndex(meters => meters >= reached - 0.01);
            NoteIf(passes.Count > 0 && next < 0, "stops_match_shape_out_of_order", where);
            reached = next >= 0 ? passes[next] : reached;
        }
    }

    private static GeoPoint At(List<(GeoPoint Place, double Meters)> points, double meters)
    {
        var next = Math.Clamp(points.FindIndex(point => point.Meters >= meters), 1, points.Count - 1);
        var share = Math.Clamp((meters - points[next - 1].Meters) / (points[next].Meters - points[next - 1].Meters), 0, 1);
        return Between(points[next - 1].Place, points[next].Place, share);
    }

    /// <summary>Offsets at which the shape is nearest to a place each time that it comes near and goes away again.</summary>
    private static List<double> Passes(List<(GeoPoint Place, double Meters)> points, GeoPoint place)
    {
        var (passes, best, bestMeters) = (new List<double>(), double.MaxValue, 0.0);
        var (endOfLast, movedAway) = (double.MaxValue, false);
        for (var at = 1; at < points.Count; at++)
        {
            var share = NearestShare(points[at - 1].Place, points[at].Place, place);
            var distance = Between(points[at - 1].Place, points[at].Place, share).DistanceTo(place);
            var isNear = distance <= MaxMetersFromShape;
            if (best < double.MaxValue && (!isNear || (movedAway && distance < endOfLast)))
            {
                passes.Add(bestMeters);
                best = double.MaxValue;
            }

            if (isNear && distance < best)
            {
                (best, bestMeters) = (distance, points[at - 1].Meters + ((points[at].Meters - points[at - 1].Meters) * share));
            }

            endOfLast = points[at].Place.DistanceTo(place);
            movedAway = endOfLast > distance;
        }

        if (best < double.MaxValue)
        {
            passes.Add(bestMeters);
        }

        return passes;
    }

    private static double NearestShare(GeoPoint a, GeoPoint b, GeoPoint place)
    {
        var east = Math.Cos(a.Lat * Math.PI / 180);
        var (bx, by) = ((b.Lon - a.Lon) * east, b.Lat - a.Lat);
        var (px, py) = ((place.Lon - a.Lon) * east, place.Lat - a.Lat);
        var square = (bx * bx) + (by * by);
        return square > 0 ? Math.Clamp(((px * bx) + (py * by)) / square, 0, 1) : 0;
    }

    private static GeoPoint Between(GeoPoint a, GeoPoint b, double share) =>
        new(a.Lat + ((b.Lat - a.Lat) * share), a.Lon + ((b.Lon - a.Lon) * share));
}
