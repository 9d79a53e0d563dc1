using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>A place on a line that is nearer to a fix than the places around it.</summary>
/// <param name="Along">Meters along the line.</param>
/// <param name="Distance">Meters from the fix.</param>
/// <param name="Bearing">Direction of the line there, degrees.</param>
internal readonly record struct LinePlace(double Along, float Distance, float Bearing);

/// <summary>Finds every place of a stretch of line at which the distance to a fix has a local minimum: a line may pass by a fix more than once.</summary>
internal static class LineProjection
{
    /// <summary>Minima nearer to each other than this along the line are one: drawn lines wiggle.</summary>
    private const double SameBendMeters = 20;

    /// <summary>Fills <paramref name="places"/> with the nearest minima, in the order of the line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="x">The fix in the line's own meters.</param>
    /// <param name="y">The fix in the line's own meters.</param>
    /// <param name="from">Start of the stretch, meters along.</param>
    /// <param name="to">End of the stretch, meters along.</param>
    /// <param name="reach">Minima farther off than this do not count, meters.</param>
    /// <param name="places">Takes what was found.</param>
    /// <returns>How many were found.</returns>
    public static int Find(Geometry line, float x, float y, double from, double to, float reach, Span<LinePlace> places)
    {
        ReadOnlySpan<float> xs = line.X;
        ReadOnlySpan<float> ys = line.Y;
        ReadOnlySpan<float> cumulative = line.Cumulative;
        int segment = SegmentAt(cumulative, (float)from);
        float reachSquared = reach * reach;
        bool comesNearer = true;
        int count = 0;
        bool isNewBox = true;
        for (; segment < xs.Length - 1 && cumulative[segment] <= to; segment++)
        {
            isNewBox |= segment % Geometry.BoxSegments == 0;
            if (isNewBox && !line.MayReach(segment / Geometry.BoxSegments, x, y, reach))
            {
                // Whatever has its minimum at the last point of these segments is out of reach too.
                segment |= Geometry.BoxSegments - 1;
                continue;
            }

            isNewBox = false;
            float dx = xs[segment + 1] - xs[segment];
            float dy = ys[segment + 1] - ys[segment];
            float px = x - xs[segment];
            float py = y - ys[segment];
            float squared = (dx * dx) + (dy * dy);
            float share = squared > 0 ? ((px * dx) + (py * dy)) / squared : 0;

            // The distance has a minimum inside the segment, at its start if the segment before came nearer up to there,
            // or at the end of the line.
            bool isMinimum = share > 0 ? share < 1 || segment == xs.Length - 2 : comesNearer;
            comesNearer = share >= 1;
            if (!isMinimum)
            {
                continue;
            }

            share = Math.Clamp(share, 0, 1);
            float ex = px - (share * dx);
            float ey = py - (share * dy);
            float distance = (ex * ex) + (ey * ey);
            if (distance <= reachSquared)
            {
                double length = cumulative[segment + 1] - cumulative[segment];
                LinePlace place = new(cumulative[segment] + (share * length), MathF.Sqrt(distance), BearingOf(dx, dy));
                count = Keep(places, count, place);
            }
        }

        return count;
    }

    private static float BearingOf(float dx, float dy)
    {
        float degrees = MathF.Atan2(dx, dy) * (180 / MathF.PI);
        return degrees < 0 ? degrees + 360 : degrees;
    }

    private static int SegmentAt(ReadOnlySpan<float> cumulative, float along)
    {
        int low = 0;
        int high = cumulative.Length - 2;
        while (low < high)
        {
            int middle = (low + high + 1) >> 1;
            if (cumulative[middle] <= along)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>Adds a place; of two at one bend the nearer stays, and when there is no room, the farthest from the fix gives way.</summary>
    private static int Keep(Span<LinePlace> places, int count, LinePlace place)
    {
        if (count > 0 && place.Along - places[count - 1].Along < SameBendMeters)
        {
            places[count - 1] = place.Distance < places[count - 1].Distance ? place : places[count - 1];
            return count;
        }

        if (count < places.Length)
        {
            places[count] = place;
            return count + 1;
        }

        int farthest = 0;
        for (int i = 1; i < count; i++)
        {
            if (places[i].Distance > places[farthest].Distance)
            {
                farthest = i;
            }
        }

        if (place.Distance < places[farthest].Distance)
        {
            for (int i = farthest; i < count - 1; i++)
            {
                places[i] = places[i + 1];
            }

            places[count - 1] = place;
        }

        return count;
    }
}
