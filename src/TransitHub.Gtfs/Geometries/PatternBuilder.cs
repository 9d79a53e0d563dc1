using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;

namespace TransitHub.Gtfs.Geometries;

/// <summary>Makes a pattern of the first trip that runs it.</summary>
internal sealed class PatternBuilder(FeedReading reading, StopTable stops, GeometryBuilder geometries, LinkBuilder links)
{
    /// <summary>A stop farther than this from its shape is noted (the canonical validator's bound).</summary>
    private const float FarMeters = 100;

    /// <summary>A shape from which half of the stops lie farther than this is another route's; straight lines are nearer the truth.</summary>
    private const float WrongShapeMeters = 300;

    /// <summary>A stop that only fits the order this much farther off than its nearest place is noted.</summary>
    private const float OutOfOrderMeters = 50;

    public PatternTable.PatternRow Build(TripTable.TripRow trip, int line, string tripId, ReadOnlySpan<StopTimeRow> rows)
    {
        var stopIndexes = new int[rows.Length];
        for (var at = 0; at < rows.Length; at++)
        {
            stopIndexes[at] = rows[at].Stop;
            CheckLocationType(rows[at]);
        }

        var shape = trip.Shape >= 0 ? geometries.ForShape(trip.Shape) : null;
        var offsets = shape is null ? null : AlongShape(shape, trip, rows, line, tripId);
        var isStraight = offsets is null;
        var geometry = isStraight ? geometries.Straight(stopIndexes) : shape!.Geometry;
        offsets ??= AlongStops(geometries[geometry], stopIndexes);

        var linkIndexes = new int[rows.Length - 1];
        for (var at = 0; at < linkIndexes.Length; at++)
        {
            linkIndexes[at] = links.Add(geometries[geometry], stopIndexes[at], stopIndexes[at + 1], offsets[at], offsets[at + 1]);
        }

        return new PatternTable.PatternRow(stopIndexes, linkIndexes, offsets, geometry, trip.Route, trip.Direction, isStraight);
    }

    private void CheckLocationType(in StopTimeRow row)
    {
        if (stops.LocationType(row.Stop) is not 0 and var type)
        {
            reading.Notices.Add(new Notice("location_with_unexpected_stop_time", NoticeSeverity.Error, "stop_times.txt", row.Line, "stop_id",
                stops.Id(row.Stop), $"Vehicles stop at stops and platforms (location_type 0); this is of type {type}. It was used as a stop; name one of its platforms."));
        }
    }

    private float[] AlongStops(Geometry line, int[] stopIndexes)
    {
        var offsets = new float[stopIndexes.Length];
        var (point, lastLocated) = (0, -1);
        for (var at = 0; at < offsets.Length; at++)
        {
            if (!geometries.IsLocated(stopIndexes[at]))
            {
                continue;
            }

            offsets[at] = line.Cumulative[point++];
            for (var gap = lastLocated + 1; gap < at; gap++)
            {
                var low = lastLocated < 0 ? offsets[at] : offsets[lastLocated];
                offsets[gap] = low + ((offsets[at] - low) * (gap - lastLocated) / (at - lastLocated));
            }

            lastLocated = at;
        }

        offsets.AsSpan(lastLocated + 1).Fill(offsets[lastLocated]);
        return offsets;
    }

    private float[]? AlongShape(ShapeLine shape, in TripTable.TripRow trip, ReadOnlySpan<StopTimeRow> rows, int line, string tripId)
    {
        var geometry = geometries[shape.Geometry];
        var placed = new PatternStop[rows.Length];
        for (var at = 0; at < rows.Length; at++)
        {
            var (latitude, longitude) = geometries.Place(rows[at].Stop);
            geometry.ToLocal(latitude, longitude, out var x, out var y);
            placed[at] = new PatternStop(x, y, rows[at].Arrival < 0 ? float.NaN : rows[at].Arrival, float.NaN);
        }

        StatedDistances.Apply(geometry, shape.Distances, rows, placed);
        var result = StopPlacement.Place(geometry, placed);
        if (result is null || IsWrongShape(result, placed))
        {
            reading.Notices.Add(new Notice("stops_match_shape_out_of_order", NoticeSeverity.Warning, "trips.txt", line, "shape_id", geometries.ShapeId(trip.Shape),
                $"The stops of trip {tripId} do not lie along its shape in their order; straight lines between them are used. Give the trip the right shape."));
            return null;
        }

        ReportFarStops(geometry, result, placed, rows);
        return result.Offsets;
    }

    private static bool IsWrongShape(StopPlacement.Result result, PatternStop[] placed)
    {
        var located = 0;
        var far = 0;
        for (var at = 0; at < placed.Length; at++)
        {
            located += placed[at].IsLocated ? 1 : 0;
            far += placed[at].IsLocated && result.Distances[at] > WrongShapeMeters ? 1 : 0;
        }

        return far * 2 > located;
    }

    private void ReportFarStops(Geometry geometry, StopPlacement.Result result, PatternStop[] placed, ReadOnlySpan<StopTimeRow> rows)
    {
        for (var at = 0; at < placed.Length; at++)
        {
            if (!placed[at].IsLocated || result.Distances[at] <= FarMeters)
            {
                continue;
            }

            var nearest = LineProjection.Candidates(geometry, placed[at].X, placed[at].Y).Min(candidate => candidate.Distance);
            var isOrder = result.Distances[at] > nearest + OutOfOrderMeters;
            reading.Notices.Add(new Notice(
                isOrder ? "stops_match_shape_out_of_order" : "stop_too_far_from_shape", NoticeSeverity.Warning, "stop_times.txt",
                rows[at].Line, "stop_id", stops.Id(rows[at].Stop),
                isOrder
                    ? $"The stop fits the order of stops only {result.Distances[at]:0} m from the shape, which passes it at {nearest:0} m elsewhere. Check the order and the shape."
                    : $"The stop lies {result.Distances[at]:0} m from the shape of its trip. Move the stop or redraw the shape."));
        }
    }
}
