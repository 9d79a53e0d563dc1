namespace TransitHub.Core.Fusion.Links;

/// <summary>
/// The history of one link: the mean over all earlier days, by kind of day 48 pairs (weight, mean seconds) of half hours, and
/// the pairs of the present day. Half a kilobyte until a first day is over: room for the present one is there from the beginning, so that
/// a ping allocates nothing.
/// </summary>
internal sealed class LinkDays
{
    /// <summary>Half hours of a day.</summary>
    public const int Slots = 48;

    /// <summary>A half hour forgets what came before so many passages, so that a timetable's change is learned within weeks.</summary>
    private const float MostInSlot = 30;

    private const float MostInLink = 500;

    /// <summary>Passages that the link's mean counts for within a half hour.</summary>
    private const double MeanShare = 1;

    /// <summary>Passages on earlier days, at most <see cref="MostInLink"/>, and their mean in seconds.</summary>
    public float Weight { get; set; }

    public float Mean { get; set; }

    /// <summary>Pairs of weight and mean of earlier days, by kind of day; null: none.</summary>
    public float[]?[] Earlier { get; } = new float[]?[DayTime.Kinds];

    /// <summary>Pairs of the present day.</summary>
    public float[] Today { get; } = new float[2 * Slots];

    /// <summary>True: <see cref="Today"/> has passages.</summary>
    public bool KnowsToday { get; set; }

    /// <summary>The present day.</summary>
    public DayTime Day { get; set; }

    public void Learn(DayTime day, double time, double seconds)
    {
        if (this.Day != day)
        {
            this.EndDay();
            this.Day = day;
        }

        Place(day, time, out int early, out int late, out double share);
        Add(this.Today, early, (float)(1 - share), (float)seconds);
        Add(this.Today, late, (float)share, (float)seconds);
        this.KnowsToday = true;
    }

    public double Usual(DayTime day, double time)
    {
        if (this.Weight == 0 || this.Earlier[day.Kind] is not { } slots)
        {
            return this.Mean;
        }

        Place(day, time, out int early, out int late, out double share);
        double earlyWeight = slots[2 * early] * (1 - share);
        double lateWeight = slots[2 * late] * share;
        return ((earlyWeight * slots[(2 * early) + 1]) + (lateWeight * slots[(2 * late) + 1]) + (MeanShare * this.Mean)) / (earlyWeight + lateWeight + MeanShare);
    }

    /// <summary>Moves the present day to the earlier ones.</summary>
    public void EndDay()
    {
        if (!this.KnowsToday)
        {
            return;
        }

        float[] today = this.Today;
        float[] slots = this.Earlier[this.Day.Kind] ??= new float[2 * Slots];
        for (int slot = 0; slot < Slots; slot++)
        {
            float weight = today[2 * slot];
            if (weight > 0)
            {
                float mean = today[(2 * slot) + 1];
                Add(slots, slot, weight, mean);
                float before = Math.Min(this.Weight, MostInLink);
                this.Weight = before + weight;
                this.Mean += (mean - this.Mean) * weight / this.Weight;
            }
        }

        Array.Clear(today);
        this.KnowsToday = false;
    }

    private static void Place(DayTime day, double time, out int early, out int late, out double share)
    {
        double halves = day.HalfHours(time) - 0.5;
        halves = halves < 0 ? halves + Slots : halves;
        early = (int)halves;
        share = halves - early;
        late = early + 1 == Slots ? 0 : early + 1;
    }

    private static void Add(float[] slots, int slot, float weight, float seconds)
    {
        if (weight <= 0)
        {
            return;
        }

        float after = Math.Min(slots[2 * slot], MostInSlot) + weight;
        slots[2 * slot] = after;
        slots[(2 * slot) + 1] += (seconds - slots[(2 * slot) + 1]) * weight / after;
    }
}
