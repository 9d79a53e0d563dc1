namespace TransitHub.Training.Shading;

/// <summary>Spans of predicted time ahead that have a shift of their own; finer than the bins of any measure.</summary>
internal static class ShadingBins
{
    private static readonly double[] Ends = [90, 180, 270, 360, 480, 600, 720, 900, 1200, 1500, 1800];

    /// <summary>Number of bins.</summary>
    public static int Count => Ends.Length + 1;

    /// <summary>The bin of a predicted time ahead, seconds; negative ones are in the first.</summary>
    public static int IndexOf(double predictedAhead)
    {
        int bin = 0;
        while (bin < Ends.Length && predictedAhead >= Ends[bin])
        {
            bin++;
        }

        return bin;
    }
}
