namespace TransitHub.Core.Numerics;

/// <summary>Spreads numbers like chance, the same on every machine: neighboring ones share no bits afterwards (Steele, Lea and Flood, 2014).</summary>
internal static class SplitMix64
{
    /// <summary>What the state of a sequence grows by with each number.</summary>
    public const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>The number of a state.</summary>
    public static ulong Finish(ulong state)
    {
        unchecked
        {
            state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
            return state ^ (state >> 31);
        }
    }
}
