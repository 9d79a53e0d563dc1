using NodaTime;
using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Server.Counts;

/// <summary>An hour of a channel, class and direction as the open files have it.</summary>
/// <param name="Device">The site.</param>
/// <param name="Key">The channel.</param>
/// <param name="Start">Its start.</param>
/// <param name="End">Its end.</param>
/// <param name="Told">How many.</param>
/// <param name="Uptime">Share of the hour in which the device was counting, [0, 1].</param>
internal sealed record CountHour(string Device, ChannelKey Key, OffsetDateTime Start, OffsetDateTime End, PublicCount Told, double Uptime);

/// <summary>An estimate of an hour as the open files have it.</summary>
/// <param name="Device">The site.</param>
/// <param name="Start">Its start.</param>
/// <param name="End">Its end.</param>
/// <param name="Told">What is told of it.</param>
internal sealed record EstimatedHour(string Device, OffsetDateTime Start, OffsetDateTime End, PublicEstimate Told);

/// <summary>
/// The counts of a local day by hour, of the devices of the devices file. An hour that nobody counted has no row. Hours are told once they are over
/// and late counts have come.
/// </summary>
/// <param name="zone">The feed's zone.</param>
/// <param name="registry">The devices.</param>
/// <param name="book">What is counted.</param>
/// <param name="fewestTold">Counts above none and below this are not told.</param>
internal sealed class CountDay(DateTimeZone zone, DeviceRegistry registry, CountBook book, int fewestTold)
{
    /// <summary>Late counts come within 50 minutes (<see cref="GateOptions.MaxCountAgeSeconds"/>) and an interval's hour.</summary>
    public const double SettledAfterSeconds = 2 * 3600;

    /// <summary>Its rows in the order of site, channel and time.</summary>
    /// <param name="date">The local day.</param>
    /// <param name="now">The present.</param>
    public IReadOnlyList<CountHour> Rows(LocalDate date, Timestamp now)
    {
        (Timestamp start, Timestamp end) = (StartOf(date), StartOf(date.PlusDays(1)));
        List<CountHour> rows = [];
        foreach (CountingDevice device in registry.All)
        {
            int fewest = PublicCount.FewestTold(device, fewestTold);
            foreach (ChannelFlow flow in book.Ledger.Read(device.Id, start))
            {
                foreach (IGrouping<Timestamp, CountBin> hour in flow.Bins.Where(b => b.Start >= start && b.Start < end).GroupBy(b => HourOf(b.Start, start)))
                {
                    if (now.SecondsSince(hour.Key.AddSeconds(3600)) >= SettledAfterSeconds)
                    {
                        rows.Add(this.RowOf(device, flow.Key, hour.Key, [.. hour], fewest));
                    }
                }
            }
        }

        return rows;
    }

    /// <summary>What the hours came to that nobody counted, or that were counted in part, in the same order; none where too little is known.</summary>
    /// <param name="date">The local day.</param>
    /// <param name="now">The present.</param>
    public IReadOnlyList<EstimatedHour> Estimates(LocalDate date, Timestamp now)
    {
        (Timestamp start, Timestamp end) = (StartOf(date), StartOf(date.PlusDays(1)));
        int hours = (int)(Math.Min(end.SecondsSince(start), now.SecondsSince(start) - SettledAfterSeconds) / 3600);
        List<EstimatedHour> rows = [];
        foreach (CountingDevice device in hours > 0 ? registry.All : [])
        {
            foreach (PublicEstimate estimate in PublicEstimate.ListOf(book, device, start, hours, fewestTold))
            {
                rows.Add(new EstimatedHour(device.Id.ToString(), this.LocalOf(estimate.Start), this.LocalOf(estimate.Start.AddSeconds(3600)), estimate));
            }
        }

        return rows;
    }

    private CountHour RowOf(CountingDevice device, ChannelKey key, Timestamp hour, IReadOnlyList<CountBin> bins, int fewest) => new(
        device.Id.ToString(),
        key,
        this.LocalOf(hour),
        this.LocalOf(hour.AddSeconds(3600)),
        PublicCount.OfSum(bins, key.Class, fewest),
        Math.Round(Math.Min(1, bins.Sum(b => b.CountingSeconds) / 3600.0), 3));

    private static Timestamp HourOf(Timestamp moment, Timestamp start)
    {
        long since = moment.UnixMilliseconds - start.UnixMilliseconds;
        return moment.AddMilliseconds(-(since % 3_600_000));
    }

    private Timestamp StartOf(LocalDate date) => new(zone.AtStartOfDay(date).ToInstant().ToUnixTimeMilliseconds());

    private OffsetDateTime LocalOf(Timestamp moment) =>
        Instant.FromUnixTimeMilliseconds(moment.UnixMilliseconds).InZone(zone).ToOffsetDateTime();
}
