using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>
/// Fills the hours that a device's channels did not count, or counted in part, from the usual counts that the watch has learned and the hours on both sides that
/// the account still has. Any thread may use it.
/// </summary>
/// <param name="ledger">Has the bins, and the lock under which the watch learns.</param>
/// <param name="watch">Has the usual counts.</param>
/// <param name="hourOfWeek">Hours since Monday 00:00 local time.</param>
internal sealed class FlowFiller(CountLedger ledger, DeviceWatch watch, Func<Timestamp, int> hourOfWeek)
{
    /// <summary>An hour that was counted for this share or more has no gap.</summary>
    private const double WholeUptime = 0.95;

    private const int HourSeconds = 3600;

    /// <summary>Hours before the first that are looked at too.</summary>
    internal const int HoursBefore = CountBins.KeptSeconds / HourSeconds;

    /// <summary>The hours with gaps, by channel and time.</summary>
    /// <param name="device">The device.</param>
    /// <param name="start">Start of the first hour.</param>
    /// <param name="hours">How many are looked at.</param>
    /// <param name="told">What the counted part of an hour is taken for, of its bins: exact, or as it is made public.</param>
    public IReadOnlyList<FilledFlow> Fill(DeviceId device, Timestamp start, int hours, Func<ChannelKey, IReadOnlyList<CountBin>, double> told)
    {
        List<FilledFlow> filled = [];
        foreach ((ChannelKey key, CountedHour[] series, GapFiller filler) in this.FillersOf(device, start, hours, told))
        {
            for (int hour = 0; hour < hours; hour++)
            {
                double uptime = series[HoursBefore + hour].Uptime;
                if (uptime < WholeUptime && filler.Fill(HoursBefore + hour) is { } whole)
                {
                    filled.Add(new FilledFlow(key, start.AddSeconds(HourSeconds * (double)hour), whole, uptime));
                }
            }
        }

        return filled;
    }

    /// <summary>For each channel of which enough is known the hours around, of which the first is <see cref="HoursBefore"/> before the start, and what fills them.</summary>
    internal IEnumerable<(ChannelKey Key, CountedHour[] Series, GapFiller Filler)> FillersOf(
        DeviceId device, Timestamp start, int hours, Func<ChannelKey, IReadOnlyList<CountBin>, double> told)
    {
        Timestamp first = start.AddSeconds(-HourSeconds * (double)HoursBefore);
        foreach ((ChannelKey key, double?[] usual, double dispersion, CountBin[] bins) in ledger.Whole(() => this.Read(device)))
        {
            int last = bins.Length == 0 ? 0 : (int)(bins[^1].Start.SecondsSince(first) / HourSeconds) + 1;
            CountedHour[] series = new CountedHour[Math.Max(HoursBefore + hours, last)];
            ILookup<int, CountBin> byHour = bins.Where(b => b.Start >= first).ToLookup(b => (int)(b.Start.SecondsSince(first) / HourSeconds));
            for (int i = 0; i < series.Length; i++)
            {
                CountBin[] own = [.. byHour[i]];
                series[i] = new CountedHour(
                    hourOfWeek(first.AddSeconds(HourSeconds * (double)i)), own.Length == 0 ? 0 : told(key, own), Math.Min(1, own.Sum(b => b.CountingSeconds) / HourSeconds));
            }

            yield return (key, series, new GapFiller(series, usual, dispersion));
        }
    }

    private List<(ChannelKey Key, double?[] Usual, double Dispersion, CountBin[] Bins)> Read(DeviceId device)
    {
        List<(ChannelKey, double?[], double, CountBin[])> known = [];
        foreach ((ChannelKey key, ChannelWatch channel) in watch.ChannelsOf(device))
        {
            if (channel.IsKnown && ledger.Find(device, key) is { } tally)
            {
                known.Add((key, [.. Enumerable.Range(0, WeekRates.Hours).Select(channel.Rates.Rate)], channel.Dispersion, [.. tally.Bins.All]));
            }
        }

        return known;
    }
}
