namespace TransitHub.Core.Counting;

/// <summary>
/// Counts an hour by hour of the week. An hour of which little is known leans on the same hour of its kind of day, that on the same hour of all days.
/// </summary>
internal sealed class WeekRates
{
    /// <summary>Hours of a week, from Monday 00:00 on.</summary>
    public const int Hours = 168;

    /// <summary>Hours that what is leaned on counts for.</summary>
    private const double Lean = 1.5;

    private const double LeanKind = 3;

    /// <summary>Hours at a time of day below which nothing is known of it.</summary>
    private const double LeastKnown = 3;

    private readonly double[] counts = new double[Hours];
    private readonly double[] known = new double[Hours];

    /// <summary>Adds what was counted; negative: takes it away again.</summary>
    /// <param name="hour">Hour of the week.</param>
    /// <param name="count">How many.</param>
    /// <param name="exposure">Hours of counting.</param>
    public void Add(int hour, double count, double exposure)
    {
        this.counts[hour] += count;
        this.known[hour] += exposure;
    }

    /// <summary>Lets all that is known fade.</summary>
    /// <param name="keep">Share that stays, [0, 1].</param>
    public void Fade(double keep)
    {
        for (int hour = 0; hour < Hours; hour++)
        {
            this.counts[hour] *= keep;
            this.known[hour] *= keep;
        }
    }

    /// <summary>The usual count of a full hour; null: nothing is known of this time of day.</summary>
    public double? Rate(int hour)
    {
        (double all, double allKnown) = this.Sum(hour, static _ => true);
        if (allKnown < LeastKnown)
        {
            return null;
        }

        int kind = KindOf(hour);
        (double ofKind, double ofKindKnown) = this.Sum(hour, day => KindOfDay(day) == kind);
        double rate = (ofKind + (LeanKind * all / allKnown)) / (ofKindKnown + LeanKind);
        return (this.counts[hour] + (Lean * rate)) / (this.known[hour] + Lean);
    }

    /// <summary>Both columns, to be kept.</summary>
    public (double[] Counts, double[] Known) Columns => (this.counts, this.known);

    private static int KindOf(int hour) => KindOfDay(hour / 24);

    /// <summary>0: Monday to Friday, 1: Saturday, 2: Sunday.</summary>
    private static int KindOfDay(int day) => Math.Max(0, day - 4);

    private (double Count, double Known) Sum(int hour, Func<int, bool> takes)
    {
        (double count, double exposure) = (0, 0);
        for (int day = 0; day < 7; day++)
        {
            if (takes(day))
            {
                count += this.counts[(24 * day) + (hour % 24)];
                exposure += this.known[(24 * day) + (hour % 24)];
            }
        }

        return (count, exposure);
    }
}
