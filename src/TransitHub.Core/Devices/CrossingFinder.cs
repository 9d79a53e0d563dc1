using TransitHub.Gtfs;

namespace TransitHub.Core.Devices;

/// <summary>
/// Finds where a pattern passes a counting line in a direction. Drawn shapes and surveyed lines are some meters off each other, so a shape that
/// stays short of the line counts too where it runs the right way.
/// </summary>
internal static class CrossingFinder
{
    /// <summary>How far off the line a shape may stay, meters: half the width of a large road.</summary>
    public const double ReachMeters = 25;

    /// <summary>How far the shape's way may turn from the direction's where it crosses, degrees.</summary>
    private const double CrossesWithin = 90;

    /// <summary>And where it does not cross, so that a side street does not count.</summary>
    private const double PassesWithin = 60;

    /// <summary>Two passes nearer than this along the shape are one, meters.</summary>
    private const double SamePassMeters = 50;

    /// <summary>The passes between the pattern's first and last stop, by offset; empty: it does not come there.</summary>
    public static IReadOnlyList<LineCrossing> Find(Schedule schedule, int pattern, (GeoPoint A, GeoPoint B) line, double bearing)
    {
        Geometry shape = schedule.Geometries[schedule.Patterns.GeometryIndex(pattern)];
        ReadOnlySpan<float> offsets = schedule.Patterns.StopOffsets(pattern);
        shape.ToLocal(line.A.Lat, line.A.Lon, out float ax, out float ay);
        shape.ToLocal(line.B.Lat, line.B.Lon, out float bx, out float by);
        var counted = new Segment(ax, ay, bx, by);
        List<LineCrossing> found = [];
        for (int i = 0; i + 1 < shape.X.Length; i++)
        {
            if (shape.Cumulative[i + 1] <= shape.Cumulative[i])
            {
                continue;
            }

            var step = new Segment(shape.X[i], shape.Y[i], shape.X[i + 1], shape.Y[i + 1]);
            double turned = Bearings.Between(Bearings.Of(step.EndX - step.X, step.EndY - step.Y), bearing);
            (double distance, double share) = step.Nearest(counted);
            double offset = shape.Cumulative[i] + ((shape.Cumulative[i + 1] - shape.Cumulative[i]) * share);
            bool isPass = distance == 0 ? turned < CrossesWithin : distance <= ReachMeters && turned < PassesWithin;
            if (isPass && offset >= offsets[0] && offset <= offsets[^1])
            {
                Keep(found, new LineCrossing(pattern, offset, distance));
            }
        }

        // Where it truly crosses, a place that only comes near is the same road bending or the other roadway.
        return found.Exists(c => c.DistanceMeters == 0) ? found.FindAll(c => c.DistanceMeters == 0) : found;
    }

    private static void Keep(List<LineCrossing> found, LineCrossing pass)
    {
        if (found.Count == 0 || pass.OffsetMeters - found[^1].OffsetMeters > SamePassMeters)
        {
            found.Add(pass);
        }
        else if (pass.DistanceMeters < found[^1].DistanceMeters)
        {
            found[^1] = pass;
        }
    }

    private readonly record struct Segment(double X, double Y, double EndX, double EndY)
    {
        /// <summary>Distance to another segment, 0 where they cross, and the share of this one at which it is that near.</summary>
        public (double Distance, double Share) Nearest(Segment other)
        {
            if (this.TryCross(other, out double share))
            {
                return (0, share);
            }

            (double Distance, double Share) best = this.NearestTo(other.X, other.Y);
            (double Distance, double Share) end = this.NearestTo(other.EndX, other.EndY);
            best = end.Distance < best.Distance ? end : best;
            double fromStart = other.NearestTo(this.X, this.Y).Distance;
            best = fromStart < best.Distance ? (fromStart, 0) : best;
            double fromEnd = other.NearestTo(this.EndX, this.EndY).Distance;
            return fromEnd < best.Distance ? (fromEnd, 1) : best;
        }

        private bool TryCross(Segment other, out double share)
        {
            (double dx, double dy) = (this.EndX - this.X, this.EndY - this.Y);
            (double ox, double oy) = (other.EndX - other.X, other.EndY - other.Y);
            double turn = (dx * oy) - (dy * ox);
            share = turn == 0 ? double.NaN : (((other.X - this.X) * oy) - ((other.Y - this.Y) * ox)) / turn;
            double along = turn == 0 ? double.NaN : (((other.X - this.X) * dy) - ((other.Y - this.Y) * dx)) / turn;
            return share is >= 0 and <= 1 && along is >= 0 and <= 1;
        }

        private (double Distance, double Share) NearestTo(double x, double y)
        {
            (double dx, double dy) = (this.EndX - this.X, this.EndY - this.Y);
            double squared = (dx * dx) + (dy * dy);
            double share = squared > 0 ? Math.Clamp((((x - this.X) * dx) + ((y - this.Y) * dy)) / squared, 0, 1) : 0;
            (double ex, double ey) = (x - this.X - (share * dx), y - this.Y - (share * dy));
            return (Math.Sqrt((ex * ex) + (ey * ey)), share);
        }
    }
}
