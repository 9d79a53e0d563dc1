namespace TransitHub.Core.Fusion.Progress;

/// <summary>Places on a line among its stops.</summary>
internal static class LineProgress
{
    /// <summary>The first stop that lies beyond a place; the number of stops where none does.</summary>
    /// <param name="offsets">Meters along, by stop; never falling.</param>
    /// <param name="along">Meters along.</param>
    public static int NextStop(ReadOnlySpan<float> offsets, double along)
    {
        int stop = 0;
        while (stop < offsets.Length && offsets[stop] <= along)
        {
            stop++;
        }

        return stop;
    }
}
