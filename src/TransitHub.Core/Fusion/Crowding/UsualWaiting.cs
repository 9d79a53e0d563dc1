using TransitHub.Core.Counting;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>How many riders usually wait at a stop, by quarter of an hour of the week.</summary>
/// <param name="clock">Local time.</param>
internal sealed class UsualWaiting(WeekClock clock)
{
    private const double KeepPerDay = 0.97;

    /// <summary>What a quarter of an hour counts for, in hours of <see cref="WeekRates"/>: one day is enough to say something.</summary>
    private const double Weight = 4;

    private const double QuarterSeconds = 900;

    /// <summary>An estimate stands for so many seconds at most: what was between it and the last is not known.</summary>
    private const double MostSeconds = 120;

    private double learnedAt;

    /// <summary>By quarter of the hour.</summary>
    public WeekRates[] Quarters { get; } = [new WeekRates(), new WeekRates(), new WeekRates(), new WeekRates()];

    /// <summary>Day of the last fading, days since 1970.</summary>
    public long Day { get; set; }

    /// <summary>Riders who usually wait at a moment; NaN: nothing is known of this time of day.</summary>
    /// <param name="at">Unix seconds.</param>
    public double At(double at) => this.Quarters[QuarterOf(at)].Rate(this.HourOf(at)) ?? double.NaN;

    /// <summary>Takes an estimate; it counts by the time since the one before.</summary>
    /// <param name="at">Unix seconds.</param>
    /// <param name="riders">Who waits.</param>
    public void Learn(double at, double riders)
    {
        long day = (long)(at / 86_400);
        if (day > this.Day)
        {
            double keep = this.Day == 0 ? 1 : Math.Pow(KeepPerDay, Math.Min(day - this.Day, 365));
            Array.ForEach(this.Quarters, q => q.Fade(keep));
            this.Day = day;
        }

        double weight = Weight * Math.Clamp(at - this.learnedAt, 0, MostSeconds) / QuarterSeconds;
        this.Quarters[QuarterOf(at)].Add(this.HourOf(at), weight * riders, weight);
        this.learnedAt = at;
    }

    private static int QuarterOf(double at) => (int)(((at % 3600) + 3600) % 3600 / QuarterSeconds);

    private int HourOf(double at) => clock.HourOfWeek(new Timestamp((long)(at * 1000)));
}
