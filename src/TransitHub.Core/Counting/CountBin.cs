using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>Five minutes of a channel, class and direction. A bin that nobody counted does not exist: missing is not zero.</summary>
/// <param name="Start">Its start by the hub's clock, a multiple of five minutes.</param>
/// <param name="Count">How many were counted, not corrected for anything.</param>
/// <param name="CoveredSeconds">Seconds of it that counts speak of, 0 to 300.</param>
/// <param name="CountingSeconds">Seconds of it in which the device was really counting: covered seconds times uptime.</param>
/// <param name="SmallParts">Counts that it is made of and that were above none and below the fewest told.</param>
/// <param name="SmallCount">What those come to.</param>
/// <param name="IsSpread">Whether a count over more than five minutes was spread over it.</param>
public readonly record struct CountBin(
    Timestamp Start, int Count, float CoveredSeconds, float CountingSeconds, int SmallParts = 0, int SmallCount = 0, bool IsSpread = false)
{
    /// <summary>Length of a bin.</summary>
    public const int Seconds = 300;

    /// <summary>Its end.</summary>
    public Timestamp End => this.Start.AddMilliseconds(Seconds * 1000L);

    /// <summary>The start of the bin that a moment lies in.</summary>
    public static Timestamp StartOf(Timestamp moment) => new(moment.UnixMilliseconds - Modulo(moment.UnixMilliseconds, Seconds * 1000L));

    private static long Modulo(long value, long by) => ((value % by) + by) % by;
}
