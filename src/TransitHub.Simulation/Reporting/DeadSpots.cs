using TransitHub.Gtfs;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Reporting;

/// <summary>Places where nothing gets through: around some stops, the same for every device.</summary>
internal sealed class DeadSpots
{
    private const double Radius = 200;
    private readonly (double From, double To)[][] ranges;

    public DeadSpots(Schedule schedule, CityMap map, ulong seed, double share)
    {
        this.ranges = new (double, double)[map.Patterns.Length][];
        for (int p = 0; p < map.Patterns.Length; p++)
        {
            CityPattern pattern = map.Patterns[p];
            List<(double, double)> covered = [];
            for (int i = 0; i < pattern.Stops.Length; i++)
            {
                // By place and not by id, so that the two sides of a street share their fate.
                long cell = (long)(schedule.Stops.Latitude(pattern.Stops[i]) * 400) * 100_000;
                cell += (long)(schedule.Stops.Longitude(pattern.Stops[i]) * 400);
                if (SeededChance.Share(SeededChance.Mix(seed, (ulong)ChanceStream.DeadSpot, unchecked((ulong)cell))) < share)
                {
                    covered.Add((pattern.Offsets[i] - Radius, pattern.Offsets[i] + Radius));
                }
            }

            this.ranges[p] = [.. covered];
        }
    }

    /// <summary>Whether nothing gets through there; false at a terminal.</summary>
    public bool Covers(CityPattern pattern, double along)
    {
        foreach ((double from, double to) in this.ranges[pattern.Index])
        {
            if (along >= from && along <= to)
            {
                return true;
            }
        }

        return false;
    }
}
