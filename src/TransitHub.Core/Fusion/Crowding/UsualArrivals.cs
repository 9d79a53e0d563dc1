using TransitHub.Core.Counting;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// How many riders usually come, by hour of the week, between the hours' middles in proportion. Learned from what was counted; hours of which little is
/// known lean on their kind of day.
/// </summary>
/// <param name="clock">Local time.</param>
internal sealed class UsualArrivals(WeekClock clock)
{
    private const double KeepPerDay = 0.98;

    /// <summary>Rates of hours.</summary>
    public WeekRates Rates { get; } = new();

    /// <summary>Hours learned from, fading.</summary>
    public double Hours { get; set; }

    /// <summary>Day of the last fading, days since 1970.</summary>
    public long Day { get; set; }

    /// <summary>Riders a second; NaN: nothing is known of this time of day, nor of today.</summary>
    /// <param name="at">Unix seconds.</param>
    /// <param name="today">Riders a second lately, on which an hour leans that hardly any day has taught; NaN: not known.</param>
    public double RateAt(double at, double today)
    {
        double half = at - 1800;
        int hour = clock.HourOfWeek(new Timestamp((long)(half * 1000)));
        double share = ((half % 3600) + 3600) % 3600 / 3600;
        double first = this.OfHour(hour, today);
        double second = this.OfHour((hour + 1) % WeekRates.Hours, today);
        return double.IsNaN(first) ? second : double.IsNaN(second) ? first : first + (share * (second - first));
    }

    /// <summary>Learns from a stretch of time.</summary>
    /// <param name="at">Its middle, Unix seconds.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="riders">Those who came.</param>
    /// <param name="weight">How much it counts, 0 to 1.</param>
    public void Learn(double at, double seconds, double riders, double weight)
    {
        long day = (long)(at / 86_400);
        if (day > this.Day)
        {
            double keep = this.Day == 0 ? 1 : Math.Pow(KeepPerDay, Math.Min(day - this.Day, 365));
            this.Rates.Fade(keep);
            this.Hours *= keep;
            this.Day = day;
        }

        double hours = weight * seconds / 3600;
        this.Rates.Add(clock.HourOfWeek(new Timestamp((long)(at * 1000))), weight * riders, hours);
        this.Hours += hours;
    }

    private double OfHour(int hour, double today)
    {
        if (this.Rates.Rate(hour) is { } usual)
        {
            return usual / 3600;
        }

        (double[] counts, double[] known) = this.Rates.Columns;
        (double riders, double hours) = (0, 0);
        for (int h = hour % 24; h < WeekRates.Hours; h += 24)
        {
            riders += counts[h];
            hours += known[h];
        }

        return double.IsNaN(today) ? (hours > 0 ? riders / hours / 3600 : double.NaN) : ((riders / 3600) + today) / (hours + 1);
    }
}
