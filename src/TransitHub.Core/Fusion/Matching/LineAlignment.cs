using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>A way of reading a vehicle's last fixes as a drive along a line.</summary>
/// <param name="Along">Where the newest fix lies, meters along.</param>
/// <param name="Evidence">How well the fixes fit, a logarithm.</param>
internal readonly record struct Alignment(double Along, double Evidence);

/// <summary>Lays the last fixes of a vehicle along a line: each must lie near it, and farther along than the one before.</summary>
internal static class LineAlignment
{
    /// <summary>Fixes in the drive at least.</summary>
    private const int LeastFixes = 2;

    private const double Sigma = 10;

    /// <summary>What a fix that does not fit the drive costs: as much as one 60 m off.</summary>
    private const double MisfitCost = 6;

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
        line.ToLocal(newest.Latitude, newest.Longitude, out float x, out float y);
        int count = LineProjection.Find(line, x, y, 0, double.MaxValue, reach, places);
        int kept = 0;
        for (int i = 0; i < count && kept < found.Length; i++)
        {
            LinePlace place = places[i];
            double evidence = Evidence.OfDistance(place.Distance, Sigma)
                + Evidence.OfHeading(newest.Bearing, place.Bearing, 3, traits.HeadingConcentration);
            if (WalkBack(line, fixes, place.Along, reach, traits.MaxSpeed, ref evidence) >= leastProgress)
            {
                found[kept++] = new Alignment(place.Along, evidence);
            }
        }

        return kept;
    }

    /// <summary>Meters of the line that the fixes show; 0 where too few of them lie on it.</summary>
    private static double WalkBack(Geometry line, RecentFixes fixes, double along, float reach, double maxSpeed, ref double evidence)
    {
        Span<LinePlace> places = stackalloc LinePlace[4];
        double later = along;
        double laterAt = fixes[0].At;
        double start = DriveScale.StartArea(line.LengthMeters);
        int fitting = 1;

        // What it did before it was at the line's start was another run: often the one that brought it there, the other way.
        for (int age = 1; age < fixes.Count && (later > start || fitting == 1); age++)
        {
            RecentFixes.Fix fix = fixes[age];
            line.ToLocal(fix.Latitude, fix.Longitude, out float x, out float y);
            double earliest = later - (maxSpeed * (laterAt - fix.At)) - 100;
            int count = LineProjection.Find(line, x, y, earliest, later, reach, places);
            LinePlace? best = null;
            for (int i = 0; i < count; i++)
            {
                if (places[i].Along <= later && places[i].Along >= earliest && (best is null || places[i].Distance < best.Value.Distance))
                {
                    best = places[i];
                }
            }

            if (best is not { } place)
            {
                evidence -= MisfitCost;
                continue;
            }

            evidence += Evidence.OfDistance(place.Distance, Sigma);
            later = place.Along;
            laterAt = fix.At;
            fitting++;
        }

        return fitting >= LeastFixes ? along - later : 0;
    }
}
