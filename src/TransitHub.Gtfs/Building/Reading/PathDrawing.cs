using System.Globalization;
using TransitHub.Gtfs.Geometries;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>
/// Draws the way of a direction: what it follows, cut at its first and last stop, with a vertex at each call. A boat that
/// runs along a way leaves it to lie at its piers, as riders see it do; the middle of a river is no pier.
/// </summary>
internal sealed class PathDrawing(PlannedDirection plan, List<StopSheet> calls, TransitMode mode, NetworkDraft network)
{
    /// <summary>A stop may lie this far from the way of a bus or a train; the canonical validator's limit.</summary>
    private const double MaxAsideMeters = 100;

    /// <summary>A pier may lie this far from the middle of the river: half of the widest that city boats run on.</summary>
    private const double MaxPierMeters = 600;

    /// <summary>A pier nearer than this needs no way of its own.</summary>
    private const double BerthMeters = 15;

    /// <summary>How far before and after a pier a boat leaves the way and is back, at most.</summary>
    private const double MaxLeadMeters = 300;

    private readonly List<GeoPoint> points = [];
    private readonly int[] pointOfCall = new int[calls.Count];

    /// <summary>The path with the offset of each call; null, with a problem noted, if the stops do not fit what it follows.</summary>
    public (LinePath Path, double[] Offsets)? Draw()
    {
        if (plan.Path.Course.IsEmpty)
        {
            foreach (var stop in calls)
            {
                AddCall(this.points.Count, stop.Place);
            }

            return Finish();
        }

        if (Orient() is not { } found)
        {
            return null;
        }

        Follow(found.Line, found.Placed);
        return Finish();
    }

    /// <summary>Notes stops that lie too far from what the direction follows.</summary>
    public void NoteFar()
    {
        if (!plan.Path.Course.IsEmpty)
        {
            AllNear(LineOf(plan.Path.Course));
        }
    }

    private void AddCall(int call, GeoPoint place)
    {
        this.pointOfCall[call] = this.points.Count;
        this.points.Add(place);
    }

    private (LinePath Path, double[] Offsets)? Finish()
    {
        var vertices = new int[this.points.Count];
        var path = LinePath.Of(this.points, vertices);
        var offsets = Array.ConvertAll(this.pointOfCall, point => path.Offsets[vertices[point]]);
        for (var call = 1; call < offsets.Length; call++)
        {
            if (offsets[call] - offsets[call - 1] < LinePath.MinCallGapMeters)
            {
                plan.Stops[call].Node.Error(
                    $"the stop '{calls[call].Id}' lies at the same place of the path as '{calls[call - 1].Id}' before it",
                    "correct the 'at' of one of them, or the path");
                return null;
            }
        }

        return (path, offsets);
    }

    /// <summary>The course in the direction in which the calls lie along it.</summary>
    private (Geometry Line, StopPlacement.Result Placed)? Orient()
    {
        var forward = LineOf(plan.Path.Course);
        if (!AllNear(forward))
        {
            return null;
        }

        var backward = LineOf([.. plan.Path.Course.Reverse()]);
        var (first, second) = plan.IsReversed ? (backward, forward) : (forward, backward);
        foreach (var line in new[] { first, second })
        {
            if (StopPlacement.Place(line, [.. calls.Select(stop => Local(line, stop))]) is { } placed
                && Enumerable.Range(0, calls.Count).All(call => placed.Distances[call] <= Limit))
            {
                return (line, placed);
            }
        }

        NoteOrder(first);
        return null;
    }

    private double Limit => plan.Path.Way is not null && mode.IsFerry ? MaxPierMeters : MaxAsideMeters;

    private bool AllNear(Geometry line)
    {
        var fine = true;
        for (var call = 0; call < calls.Count; call++)
        {
            var local = Local(line, calls[call]);
            var meters = LineProjection.Candidates(line, local.X, local.Y).Min(candidate => candidate.Distance);
            if (meters <= Limit)
            {
                continue;
            }

            fine = false;
            if (network.MisplacedStops.Add(calls[call].Id))
            {
                (plan.Stops[call].PlaceNode ?? plan.Stops[call].Node).Error(
                    string.Create(CultureInfo.InvariantCulture, $"the stop '{calls[call].Id}' lies {Distance(meters)} from {Followed} (limit {Limit:F0} m)"),
                    "correct its 'at', or the path");
            }
        }

        return fine;
    }

    private string Followed => plan.Path.Way is { } way ? $"the way '{way}'" : "the path";

    private void NoteOrder(Geometry line)
    {
        var nearest = calls.ConvertAll(stop =>
        {
            var local = Local(line, stop);
            return LineProjection.Candidates(line, local.X, local.Y).MinBy(candidate => candidate.Distance).Offset;
        });
        var steps = Enumerable.Range(1, calls.Count - 1).ToList();
        var falls = steps.Count(call => nearest[call] < nearest[call - 1]) * 2 > steps.Count;
        var wrong = steps.Find(call => falls ? nearest[call] > nearest[call - 1] : nearest[call] < nearest[call - 1]);
        plan.Stops[Math.Max(1, wrong)].Node.Error(
            $"the stop '{calls[Math.Max(1, wrong)].Id}' stands after '{calls[Math.Max(1, wrong) - 1].Id}' but lies before it along {Followed}",
            "put the stops in the order in which they are passed, or correct 'at' or the path");
    }

    private void Follow(Geometry line, StopPlacement.Result placed)
    {
        var left = double.NaN;
        for (var call = 0; call < calls.Count; call++)
        {
            double offset = placed.Offsets[call];
            var berths = mode.IsFerry && plan.Path.Way is not null && placed.Distances[call] > BerthMeters;
            var lead = berths ? Math.Clamp(placed.Distances[call] * 1.2, 20, MaxLeadMeters) : 0;
            if (call > 0)
            {
                var back = offset - Math.Min(lead, 0.45 * (offset - placed.Offsets[call - 1]));
                AddBetween(line, left, back);
            }

            AddCall(call, berths ? calls[call].Place : At(line, offset));
            left = offset + (call + 1 < calls.Count ? Math.Min(lead, 0.45 * (placed.Offsets[call + 1] - offset)) : 0);
        }
    }

    private void AddBetween(Geometry line, double from, double to)
    {
        this.points.Add(At(line, from));
        for (var at = 0; at < line.Cumulative.Length; at++)
        {
            if (line.Cumulative[at] > from && line.Cumulative[at] < to)
            {
                var (x, y) = (line.X[at], line.Y[at]);
                this.points.Add(new GeoPoint(line.OriginLatitude + (y / line.MetersPerDegreeY), line.OriginLongitude + (x / line.MetersPerDegreeX)));
            }
        }

        this.points.Add(At(line, to));
    }

    private static GeoPoint At(Geometry line, double offset)
    {
        var (lat, lon) = line.At(offset);
        return new GeoPoint(lat, lon);
    }

    private static PatternStop Local(Geometry line, StopSheet stop)
    {
        line.ToLocal(stop.Place.Lat, stop.Place.Lon, out var x, out var y);
        return new PatternStop(x, y, float.NaN, float.NaN);
    }

    private static Geometry LineOf(IReadOnlyCollection<GeoPoint> course) =>
        Geometry.FromDegrees([.. course.Select(point => point.Lat)], [.. course.Select(point => point.Lon)]);

    private static string Distance(double meters) => meters < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{meters:F0} m")
        : string.Create(CultureInfo.InvariantCulture, $"{meters / 1000:F1} km");
}
