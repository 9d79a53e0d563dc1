using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Server.Counts;

/// <summary>
/// What anybody may know of people who wait, the one rule of all outputs. It is that of <see cref="PublicCount"/> with two differences, since an estimate
/// is read again and again while single people come and go: none is not told apart from few, and the rest is told in steps as large as the bound.
/// </summary>
/// <param name="Waiting">How many, to the nearest step; null: too few to be told.</param>
/// <param name="Low">Start of the interval that holds eight of ten, as so many steps below; null where <paramref name="Waiting"/> is.</param>
/// <param name="High">Its end, as so many steps above; null where <paramref name="Waiting"/> is.</param>
/// <param name="FewerThan">None, or fewer than this; null: the number is told.</param>
internal readonly record struct PublicPeople(int? Waiting, int? Low, int? High, int? FewerThan)
{
    /// <summary>Of an estimate.</summary>
    /// <param name="people">The estimate.</param>
    /// <param name="fewestTold">The bound, which is the step too; 1 tells all.</param>
    public static PublicPeople Of(PeopleEstimate people, int fewestTold)
    {
        // An interval of a small number would tell how small: both grow with the number.
        if (!(people.Mean >= fewestTold))
        {
            return new PublicPeople(null, null, null, fewestTold);
        }

        int steps = (int)Math.Round(people.Mean / fewestTold, MidpointRounding.AwayFromZero);
        int below = StepsOf(people.Mean - people.Low, fewestTold);
        int above = StepsOf(people.High - people.Mean, fewestTold);
        return new PublicPeople(steps * fewestTold, Math.Max(0, steps - below) * fewestTold, (steps + above) * fewestTold, null);
    }

    /// <summary>How full the place may be said to be: of too few to be told, the level must not tell more.</summary>
    public CrowdingLevel Told(CrowdingLevel level) =>
        this.FewerThan is null || level == CrowdingLevel.Unknown ? level : CrowdingLevel.Empty;

    /// <summary>When the newest evidence may be said to be from: a device that speaks only when somebody passes would tell when.</summary>
    public static Timestamp Told(Timestamp measuredAt) => Timestamp.FromUnixSeconds(measuredAt.UnixSeconds - Modulo(measuredAt.UnixSeconds, 60));

    private static int StepsOf(double width, int step) => (int)Math.Ceiling(Math.Max(0, width) / step);

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;
}
