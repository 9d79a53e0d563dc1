namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>
/// Meters between pairs of stops, remembered: trips repeat the same pairs over and over, and the formula costs more than
/// looking it up. A slot that two pairs fall into is simply computed again.
/// </summary>
internal sealed class StopLinks(StopPlaces places)
{
    private const int Slots = 1 << 16;

    private readonly long[] keys = new long[Slots];
    private readonly double[] meters = new double[Slots];

    /// <summary>Meters between two stops that have places.</summary>
    public double Meters(int from, int to)
    {
        var key = ((long)(from + 1) << 32) | (uint)to;
        var slot = (int)(unchecked((ulong)key * 0x9E3779B97F4A7C15UL) >> 48);
        if (this.keys[slot] != key)
        {
            (this.keys[slot], this.meters[slot]) = (key, places.Meters(from, to));
        }

        return this.meters[slot];
    }
}
