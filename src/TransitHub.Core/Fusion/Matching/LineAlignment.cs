using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>A way of reading a vehicle's last fixes as a drive along a line.</summary>
/// <param name="Along">Where the newest fix lies, meters along.</param>
/// <param name="Evidence">How well the fixes fit, a logarithm.</param>
internal readonly record struct Alignment(double Along, double Evidence);

/// <summary>Lays the last fixes of a vehicle along a line: each must lie near it, and farther along than the one before.</summary>
internal static class LineAlignment
{
    /// <summary>The drive must show this much of the line, meters, before it says which line it is.</summary>
    private const double LeastProgress = 100;

    /// <summary>Fixes in the drive at least.</summary>
    private const int LeastFixes = 2;

    private const double Sigma = 10;

    /// <summary>What a fix that does not fit the drive costs: as much as one 60 m off.</summary>
    private const double MisfitCost = 6;

    /// <summary>Fills <paramref name="found"/> with the ways to read the fixes.</summary>
    public static int Find(Geometry line, RecentFixes fixes, float reach, double maxSpeed, double headingConcentration, Span<Alignment> found)
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
                + Evidence.OfHeading(newest.Bearing, place.Bearing, 3, headingConcentration);
            if (TryWalkBack(line, fixes, place.Along, reach, maxSpeed, ref evidence))
            {
                found[kept++] = new Alignment(place.Along, evidence);
            }
        }

        return kept;
    }

    private static bool TryWalkBack(Geometry line, RecentFixes fixes, double along, float reach, double maxSpeed, ref double evidence)
    {
        Span<LinePlace> places = stackalloc LinePlace[4];
        double later = along;
        double laterAt = fixes[0].At;
        int fitting = 1;
        for (int age = 1; age < fixes.Count; age++)
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

        return fitting >= LeastFixes && along - later >= LeastProgress;
    }
}
