using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>A way of reading a vehicle's last fixes as a drive along a line.</summary>
/// <param name="Along">Where the newest fix lies, meters along.</param>
/// <param name="Evidence">How well the fixes fit, a logarithm.</param>
/// <param name="DepartedAt">When it left the start of the line, Unix seconds; NaN: it was not seen there.</param>
/// <param name="Stood">Seconds it was seen standing there before.</param>
/// <param name="IsPassing">True: it had been elsewhere before it was at the start of the line, and made no pause there.</param>
internal readonly record struct Alignment(double Along, double Evidence, double DepartedAt = double.NaN, double Stood = 0, bool IsPassing = false);

/// <summary>Lays the last fixes of a vehicle along a line: each must lie near it, and farther along than the one before.</summary>
internal static class LineAlignment
{
    /// <summary>Fixes in the drive at least.</summary>
    private const int LeastFixes = 2;

    /// <summary>What a distance of the usual size costs by <see cref="Evidence.OfDistance"/>; a drive as good as usual counts 0.</summary>
    private const double UsualCost = 0.7;

    /// <summary>What a fix counts less than the one after it: errors of a receiver hang together, and lines are drawn badly in places.</summary>
    private const double DistanceFading = 0.85;

    /// <summary>What the newest fix costs where it does not fit the drive, and how that fades with each fix after it.</summary>
    private const double MisfitCost = 6;

    private const double MisfitFading = 0.9;

    /// <summary>All that does not fit together costs this much at most: vehicles come from elsewhere, and make detours.</summary>
    private const double MostMisfitCost = 7;

    /// <summary>A fix may seem to lie this far beyond the one after it, meters.</summary>
    private const double BackTolerance = 30;

    /// <summary>Who begins a run has been at its first stop for so long, seconds; who passes by on another line has not.</summary>
    private const double LeastPause = 30;

    /// <summary>On its way to the start of a line a vehicle goes so fast as the crow flies, m/s.</summary>
    private const double ApproachSpeed = 12;

    /// <summary>Fills <paramref name="found"/> with the ways to read the fixes.</summary>
    /// <param name="line">The line.</param>
    /// <param name="fixes">The vehicle's last fixes.</param>
    /// <param name="leastProgress">The drive must show this much of the line, meters, before it says which line it is.</param>
    /// <param name="reach">Fixes farther off the line than this do not lie on it, meters.</param>
    /// <param name="traits">What is usual for the mode.</param>
    /// <param name="found">Takes what was found.</param>
    public static int Find(Geometry line, RecentFixes fixes, double leastProgress, float reach, ModeTraits traits, Span<Alignment> found)
    {
        Span<LinePlace> places = stackalloc LinePlace[4];
        RecentFixes.Fix newest = fixes[0];
        double sigma = traits.UsualDistance;
        line.ToLocal(newest.Latitude, newest.Longitude, out float x, out float y);
        int count = LineProjection.Find(line, x, y, 0, double.MaxValue, reach, places);
        int kept = 0;
        for (int i = 0; i < count && kept < found.Length; i++)
        {
            LinePlace place = places[i];
            double evidence = Evidence.OfDistance(place.Distance, sigma) + UsualCost
                + Evidence.OfHeading(newest.Bearing, place.Bearing, 3, traits.HeadingConcentration);
            Alignment read = WalkBack(line, fixes, place.Along, reach, traits.MaxSpeed, sigma, evidence, leastProgress);
            if (!double.IsNaN(read.Along))
            {
                found[kept++] = read;
            }
        }

        return kept;
    }

    /// <summary>Reads the fixes from the newest back; its place is NaN where they show too little of the line.</summary>
    private static Alignment WalkBack(
        Geometry line, RecentFixes fixes, double along, float reach, double maxSpeed, double sigma, double evidence, double leastProgress)
    {
        Span<LinePlace> places = stackalloc LinePlace[4];
        double later = along;
        double laterAt = fixes[0].At;
        double start = DriveScale.StartArea(line.LengthMeters);
        int fitting = 1;
        double misfit = 0;
        double share = 1;
        double departed = double.NaN;
        double stood = 0;
        bool isPassing = false;

        // What it did before it was at the line's start was another run: often the one that brought it there, the other way.
        for (int age = 1; age < fixes.Count && (later > start || fitting == 1); age++)
        {
            share *= DistanceFading;
            RecentFixes.Fix fix = fixes[age];
            line.ToLocal(fix.Latitude, fix.Longitude, out float x, out float y);
            double earliest = later - (maxSpeed * (laterAt - fix.At)) - 100;
            int count = LineProjection.Find(line, x, y, earliest, later + BackTolerance, reach, places);
            LinePlace? best = null;
            for (int i = 0; i < count; i++)
            {
                if (places[i].Along <= later + BackTolerance && places[i].Along >= earliest && (best is null || places[i].Distance < best.Value.Distance))
                {
                    best = places[i];
                }
            }

            if (best is not { } place)
            {
                if (MayHaveBegun(line, fix, later, laterAt))
                {
                    departed = laterAt - (later / ApproachSpeed);
                    break;
                }

                misfit += MisfitCost * Math.Pow(MisfitFading, age);
                continue;
            }

            evidence += (Evidence.OfDistance(place.Distance, sigma) + UsualCost) * share;
            if (place.Along <= start)
            {
                departed = Math.Max(fix.Until, laterAt - ((later - place.Along) / ApproachSpeed));
                stood = fix.Until - fix.At;
                isPassing = age + 1 < fixes.Count && departed - fix.At < LeastPause;
            }

            later = Math.Min(later, place.Along);
            laterAt = fix.At;
            fitting++;
        }

        bool isShown = fitting >= LeastFixes && along - later >= leastProgress;
        return new Alignment(isShown ? along : double.NaN, evidence - Math.Min(misfit, MostMisfitCost), departed, stood, isPassing);
    }

    /// <summary>True where the vehicle can have come from a fix to the line's start and from there to where it was seen next.</summary>
    private static bool MayHaveBegun(Geometry line, RecentFixes.Fix fix, double later, double laterAt)
    {
        (double latitude, double longitude) = line.At(0);
        double way = Ground.Meters(fix.Latitude, fix.Longitude, latitude, longitude) + later;
        return way <= 100 + (ApproachSpeed * (laterAt - fix.Until));
    }
}
