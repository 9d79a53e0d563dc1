using TransitHub.Simulation.Chance;

namespace TransitHub.Simulation.Weather;

/// <summary>
/// Showers of the city. Each day has its own number of them, most in the afternoon, as it is in the tropics; the same
/// seed has the same weather.
/// </summary>
internal sealed class Rain(ulong seed, double showersPerDay, int utcOffsetSeconds)
{
    private const int Day = 86_400;
    private long cachedDay = long.MinValue;
    private readonly List<Shower> showers = [];

    /// <summary>How hard it rains, 0 to 1.</summary>
    /// <param name="unixSeconds">When.</param>
    public double At(double unixSeconds)
    {
        long day = (long)Math.Floor((unixSeconds + utcOffsetSeconds) / Day);
        if (day != this.cachedDay)
        {
            this.Plan(day);
        }

        double strongest = 0;
        foreach (Shower shower in this.showers)
        {
            double into = unixSeconds - shower.From;
            if (into > 0 && into < shower.Seconds)
            {
                // It begins and ends within a tenth of its length, so that speeds do not jump.
                double edge = Math.Min(into, shower.Seconds - into) / (shower.Seconds * 0.1);
                strongest = Math.Max(strongest, shower.Strength * Math.Min(1, edge));
            }
        }

        return strongest;
    }

    /// <summary>The day's showers and the day's before, which may last past midnight.</summary>
    private void Plan(long day)
    {
        this.cachedDay = day;
        this.showers.Clear();
        for (long of = day - 1; of <= day; of++)
        {
            SeededChance chance = SeededChance.Of(seed, ChanceStream.Rain, unchecked((ulong)of));
            int count = chance.Poisson(showersPerDay);
            for (int i = 0; i < count; i++)
            {
                double hour = Math.Clamp(16.5 + (3.5 * chance.Normal()), 0, 23.9);
                double seconds = Math.Clamp(chance.Exponential(2700), 600, 4 * 3600);
                this.showers.Add(new Shower((of * Day) - utcOffsetSeconds + (hour * 3600), seconds, chance.Between(0.3, 1)));
            }
        }
    }

    private readonly record struct Shower(double From, double Seconds, double Strength);
}
