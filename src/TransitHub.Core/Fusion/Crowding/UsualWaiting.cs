using TransitHub.Core.Counting;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>How many riders usually wait at a stop, by quarter of an hour of the week.</summary>
/// <param name="clock">Local time.</param>
internal sealed class UsualWaiting(WeekClock clock)
{
    private const double KeepPerDay = 0.97;

    /// <summary>What a quarter of an hour counts for: two days are enough to say something.</summary>
    private const double Weight = 2;

    private double sum;
    private int looks;
    private long quarter;

    /// <summary>By quarter of the hour.</summary>
    public WeekRates[] Quarters { get; } = [new WeekRates(), new WeekRates(), new WeekRates(), new WeekRates()];

    /// <summary>Day of the last fading, days since 1970.</summary>
    public long Day { get; set; }

    /// <summary>Riders who usually wait at a moment; NaN: nothing is known of this time of day.</summary>
    /// <param name="at">Unix seconds.</param>
    public double At(double at) => this.Quarters[QuarterOf(at)].Rate(this.HourOf(at)) ?? double.NaN;

    /// <summary>Takes an estimate; those of a quarter of an hour count together.</summary>
    /// <param name="at">Unix seconds.</param>
    /// <param name="riders">Who waits.</param>
    public void Learn(double at, double riders)
    {
        long now = (long)(at / 900);
        if (now != this.quarter && this.looks > 0)
        {
            double middle = (this.quarter * 900.0) + 450;
            long day = (long)(middle / 86_400);
            if (day > this.Day)
            {
                Array.ForEach(this.Quarters, q => q.Fade(this.Day == 0 ? 1 : Math.Pow(KeepPerDay, Math.Min(day - this.Day, 365))));
                this.Day = day;
            }

            this.Quarters[QuarterOf(middle)].Add(this.HourOf(middle), Weight * this.sum / this.looks, Weight);
            (this.sum, this.looks) = (0, 0);
        }

        this.quarter = now;
        this.sum += riders;
        this.looks++;
    }

    private static int QuarterOf(double at) => (int)(((at % 3600) + 3600) % 3600 / 900);

    private int HourOf(double at) => clock.HourOfWeek(new Timestamp((long)(at * 1000)));
}
