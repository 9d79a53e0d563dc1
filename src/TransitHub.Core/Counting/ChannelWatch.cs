namespace TransitHub.Core.Counting;

/// <summary>What a channel, class and direction of a device is expected to count, and how far that varies.</summary>
internal sealed class ChannelWatch
{
    /// <summary>Hours of counting before anything is expected.</summary>
    private const double LeastHours = 48;

    /// <summary>Share of what was learned that a day leaves: some two months count.</summary>
    private const double KeepPerDay = 0.985;

    /// <summary>Dispersion before anything was learned, and the windows that it counts for.</summary>
    private const double PriorDispersion = 0.15;

    private const double PriorWeight = 40;
    private const double KeepSpread = 0.998;

    /// <summary>Whole hours of the week are one; within them rates rise and fall, which this allows for.</summary>
    private const double LeastDispersion = 0.03;

    /// <summary>Counts by hour of the week.</summary>
    public WeekRates Rates { get; } = new();

    /// <summary>Hours it has counted.</summary>
    public double Hours { get; set; }

    /// <summary>The day on which what was learned last faded.</summary>
    public long Day { get; set; }

    /// <summary>Sums for the dispersion: squares beyond Poisson's, and of what was expected.</summary>
    public double Excess { get; set; }

    /// <inheritdoc cref="Excess"/>
    public double Squares { get; set; }

    /// <summary>The last count of a window; -1: none.</summary>
    public long Last { get; set; } = -1;

    /// <summary>Evidence that it counts the same again and again.</summary>
    public FaultEvidence Stuck { get; } = new();

    /// <summary>Windows that those sums stand for.</summary>
    public double Windows { get; set; }

    /// <summary>How much single windows vary around what is expected of them.</summary>
    public double Dispersion
    {
        get
        {
            double prior = this.Windows > 0 ? PriorWeight * this.Squares / this.Windows : 1;
            return Math.Max(LeastDispersion, (this.Excess + (PriorDispersion * prior)) / Math.Max(this.Squares + prior, 1e-9));
        }
    }

    /// <summary>Whether enough is known for anything to be expected.</summary>
    public bool IsKnown => this.Hours >= LeastHours;

    /// <summary>What is expected of a part of an hour; null: too little is known.</summary>
    public double? Expect(int hourOfWeek, double hours) => this.IsKnown ? this.Rates.Rate(hourOfWeek) * hours : null;

    /// <summary>Learns from a window; with a weight below 1 less of it, and nothing of how far it varies.</summary>
    public void Learn(int hourOfWeek, long day, double count, double hours, double? expected, double weight)
    {
        if (day != this.Day)
        {
            this.Rates.Fade(this.Day == 0 ? 1 : Math.Pow(KeepPerDay, Math.Clamp(day - this.Day, 0, 60)));
            this.Day = day;
        }

        this.Rates.Add(hourOfWeek, weight * count, weight * hours);
        this.Hours += weight * hours;
        if (weight >= 1 && expected is > 0 and var mean)
        {
            double bounded = Math.Min(count, 4 * mean + 4);
            this.Excess = (this.Excess * KeepSpread) + ((bounded - mean) * (bounded - mean)) - mean;
            this.Squares = (this.Squares * KeepSpread) + (mean * mean);
            this.Windows = (this.Windows * KeepSpread) + 1;
        }
    }

    /// <summary>Notes the count of a window; the same as the one before, where others were as likely, is evidence of a stuck counter.</summary>
    public void NoteRepeat(long count, double? expected)
    {
        double mean = expected ?? Math.Max(1, count);
        bool isSame = count > 0 && count == this.Last;
        double likely = isSame ? new NegativeBinomial(Math.Max(mean, 0.1), this.Dispersion).LogProbability(count) : 0;
        this.Stuck.Add(isSame ? Math.Clamp(-likely, 0, 3) - 0.7 : -FaultEvidence.Threshold);
        this.Last = count;
    }
}
