using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// Keeps one of all predictions of a stop of a run, each as likely as any other, without knowing how many will come. A scramble of run, stop
/// and count stands in place of chance, so that two replays keep the same ones.
/// </summary>
internal static class OneOfAll
{
    /// <summary>Minutes of waiting that make an ordinary weight, and the highest weight.</summary>
    private const double OrdinaryChances = 15;

    private const double MaxWeight = 4;

    /// <summary>Whether the newest prediction takes the place of the one that was kept: one in as many as there were so far.</summary>
    /// <param name="trip">The run.</param>
    /// <param name="stop">Place in the pattern.</param>
    /// <param name="chances">How many there were; counts on.</param>
    public static bool IsChosen(TripInstance trip, int stop, ref ushort chances)
    {
        uint count = chances < ushort.MaxValue ? ++chances : chances;
        uint scramble = unchecked((((uint)trip.TripIndex * 2654435761u) ^ ((uint)stop * 40503u) ^ (count * 2246822519u)) * 3266489917u);
        return (scramble >> 8) % count == 0;
    }

    /// <summary>How much is learned from the one that was kept: it stands for all of them.</summary>
    public static double Weight(ushort chances) => Math.Min(MaxWeight, chances / OrdinaryChances);
}
