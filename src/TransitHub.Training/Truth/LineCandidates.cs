using TransitHub.Gtfs;

namespace TransitHub.Training.Truth;

/// <summary>A place on a line near a fix.</summary>
/// <param name="Along">Meters along the line.</param>
/// <param name="Distance">Meters from the fix.</param>
internal readonly record struct LineCandidate(float Along, float Distance);

/// <summary>
/// Finds the places of a line that a fix may stand for. It is the deriver's own and shares nothing with the matching of the hub, so that an
/// error of the one is no error of the other.
/// </summary>
internal static class LineCandidates
{
    /// <summary>Two places nearer to each other than this along the line are one, meters.</summary>
    private const float ApartMeters = 40;

    /// <summary>Fills <paramref name="found"/> with the places within reach, in the order of the line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="latitude">The fix.</param>
    /// <param name="longitude">The fix.</param>
    /// <param name="reachMeters">How far off the line a fix may be.</param>
    /// <param name="found">Takes the places.</param>
    public static void Find(Geometry line, double latitude, double longitude, float reachMeters, List<LineCandidate> found)
    {
        found.Clear();
        line.ToLocal(latitude, longitude, out float x, out float y);
        ReadOnlySpan<float> xs = line.X;
        ReadOnlySpan<float> ys = line.Y;
        ReadOnlySpan<float> along = line.Cumulative;
        float reach = reachMeters * reachMeters;
        for (int i = 0; i + 1 < xs.Length; i++)
        {
            if (i % Geometry.BoxSegments == 0 && !line.MayReach(i / Geometry.BoxSegments, x, y, reachMeters))
            {
                i += Geometry.BoxSegments - 1;
                continue;
            }

            float dx = xs[i + 1] - xs[i];
            float dy = ys[i + 1] - ys[i];
            float length = (dx * dx) + (dy * dy);
            float share = length > 0 ? Math.Clamp((((x - xs[i]) * dx) + ((y - ys[i]) * dy)) / length, 0, 1) : 0;
            float ex = x - xs[i] - (share * dx);
            float ey = y - ys[i] - (share * dy);
            float squared = (ex * ex) + (ey * ey);
            if (squared <= reach)
            {
                Keep(found, new LineCandidate(along[i] + (share * (along[i + 1] - along[i])), MathF.Sqrt(squared)));
            }
        }
    }

    private static void Keep(List<LineCandidate> found, LineCandidate candidate)
    {
        if (found.Count == 0 || candidate.Along - found[^1].Along >= ApartMeters)
        {
            found.Add(candidate);
        }
        else if (candidate.Distance < found[^1].Distance)
        {
            found[^1] = candidate;
        }
    }
}
