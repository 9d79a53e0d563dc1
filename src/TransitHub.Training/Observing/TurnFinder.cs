using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Observing;

/// <summary>Finds where a vehicle turned round: from there on it drives back along the way that it came.</summary>
internal static class TurnFinder
{
    private const double StepMeters = 50;

    /// <summary>The loop in which it turns is no longer than this many steps.</summary>
    private const int MaxLoopSteps = 40;

    /// <summary>It must be seen to drive back for this many steps, most of which fit; a spur that is shorter belongs to the line.</summary>
    private const int BackSteps = 14;

    private const int BackFits = 11;

    /// <summary>How far the way back may lie from the way there, meters: two sides of a street, or one-way streets side by side.</summary>
    private const double ApartMeters = 100;

    private const double OppositeCosine = -0.7;

    /// <summary>Indexes of fixes, rising, at which one run ends and the next begins.</summary>
    public static List<int> Find(IReadOnlyList<TimedFix> fixes)
    {
        List<Step> steps = Walk(fixes);
        List<int> turns = [];
        int floor = 0;
        for (int j = 4; j + BackSteps < steps.Count; j++)
        {
            for (int i = j - 3; i >= Math.Max(floor, j - MaxLoopSteps); i--)
            {
                if (IsBack(steps[i], steps[j]) && GoesBack(steps, floor, i, j))
                {
                    turns.Add(LongestStay(fixes, steps[i].Fix, steps[j].Fix));
                    floor = j;
                    j += BackSteps;
                    break;
                }
            }
        }

        return turns;
    }

    private static bool GoesBack(List<Step> steps, int floor, int i, int j)
    {
        int fits = 0;
        for (int k = 1; k <= BackSteps && j + k < steps.Count; k++)
        {
            for (int near = Math.Max(floor, i - k - 4); near <= Math.Min(i, i - k + 4); near++)
            {
                if (IsBack(steps[near], steps[j + k]))
                {
                    fits++;
                    break;
                }
            }
        }

        return fits >= BackFits;
    }

    private static bool IsBack(Step a, Step b)
    {
        double dx = a.X - b.X;
        double dy = a.Y - b.Y;
        return (dx * dx) + (dy * dy) <= ApartMeters * ApartMeters && (a.HeadX * b.HeadX) + (a.HeadY * b.HeadY) <= OppositeCosine;
    }

    /// <summary>The fix between two after which the vehicle stayed longest about where it was.</summary>
    private static int LongestStay(IReadOnlyList<TimedFix> fixes, int from, int to)
    {
        (int best, double longest) = ((from + to) / 2, double.MinValue);
        for (int at = from; at < to; at++)
        {
            double meters = Geometry.Distance(fixes[at].Latitude, fixes[at].Longitude, fixes[at + 1].Latitude, fixes[at + 1].Longitude);
            double stay = fixes[at + 1].At - fixes[at].At - (meters / 5);
            if (stay > longest)
            {
                (best, longest) = (at, stay);
            }
        }

        return Math.Clamp(best, 1, fixes.Count - 2);
    }

    /// <summary>The way in steps of equal length.</summary>
    private static List<Step> Walk(IReadOnlyList<TimedFix> fixes)
    {
        Geometry line = Geometry.FromDegrees([.. fixes.Select(f => f.Latitude)], [.. fixes.Select(f => f.Longitude)]);
        List<Step> steps = [];
        int fix = 0;
        for (double along = 0; along <= line.LengthMeters; along += StepMeters)
        {
            while (fix + 1 < fixes.Count && line.Cumulative[fix + 1] <= along)
            {
                fix++;
            }

            (double lat, double lon) = line.At(along);
            line.ToLocal(lat, lon, out float x, out float y);
            double bearing = line.BearingAt(along) * Math.PI / 180;
            steps.Add(new Step(x, y, Math.Sin(bearing), Math.Cos(bearing), fix));
        }

        return steps;
    }

    private readonly record struct Step(float X, float Y, double HeadX, double HeadY, int Fix);
}
