using TransitHub.Simulation.Chance;

namespace TransitHub.Simulation.Riders;

/// <summary>How far riders ride: the longer, the fewer (exponential), a third of the line on average; to its end at most.</summary>
internal static class RideLengths
{
    private const double MeanShare = 0.34;

    /// <summary>Where a rider who boards at a stop leaves.</summary>
    public static int Draw(ref SeededChance chance, double[] offsets, int from)
    {
        double left = offsets[^1] - offsets[from];
        double way = chance.Exponential(Mean(offsets));
        if (way > left)
        {
            way = left * chance.Next();
        }

        int at = Array.BinarySearch(offsets, from + 1, offsets.Length - from - 1, offsets[from] + way);
        return Math.Clamp(at >= 0 ? at : ~at, from + 1, offsets.Length - 1);
    }

    /// <summary>Share of those who board at a stop who are still on board after another.</summary>
    public static double ShareBeyond(double[] offsets, int from, int after)
    {
        double left = offsets[^1] - offsets[from];
        double way = offsets[after] - offsets[from];
        if (way <= 0 || left <= 0)
        {
            return 1;
        }

        double beyondAll = Math.Exp(-left / Mean(offsets));
        return Math.Exp(-way / Mean(offsets)) - beyondAll + (beyondAll * (1 - (way / left)));
    }

    private static double Mean(double[] offsets) => Math.Max(1, (offsets[^1] - offsets[0]) * MeanShare);
}
