using TransitHub.Core.Observations;
using TransitHub.Core.Observations.Rules;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>
/// The account of one channel, class and direction: its grand total and its bins, from intervals and running totals, each moment once. It does
/// not matter how often or in which order a count comes, nor whether the log gives it again at a start.
/// </summary>
/// <param name="fewestTold">Counts above none and below this are small.</param>
internal sealed class ChannelTally(int fewestTold)
{
    /// <summary>A correction that changes by more than this means that the device's clock was set, milliseconds.</summary>
    private const long ClockSetMilliseconds = 120_000;

    /// <summary>A span between two totals beyond this was not all counted where the device restarted in it, seconds.</summary>
    private const double UsualSpanSeconds = 900;

    private readonly List<Stretch> parts = [];

    /// <summary>How many were counted so far.</summary>
    public long Total { get; set; }

    /// <summary>Counts that told something new.</summary>
    public long Taken { get; set; }

    /// <summary>Counts of a time that was known, wholly.</summary>
    public long Repeated { get; set; }

    /// <summary>Restarts of the device seen in its totals.</summary>
    public long Restarts { get; set; }

    /// <summary>Up to when it is known; null: nothing is.</summary>
    public Timestamp? Through { get; set; }

    /// <summary>The time that intervals covered, by how the device's clock was set: the present setting last, at most one before it.</summary>
    public List<ClockEra> Eras { get; } = [];

    /// <summary>The last running totals.</summary>
    public TotalSequence Totals { get; } = new(2 * TotalOrderRule.Remembered);

    /// <summary>Its bins.</summary>
    public CountBins Bins { get; } = new(fewestTold);

    /// <summary>Takes an accepted count.</summary>
    /// <returns>How many it adds to the total.</returns>
    public long Take(TrafficCount count)
    {
        long before = this.Total;
        if (count.From is { } from)
        {
            this.Take(count, from);
        }
        else
        {
            this.TakeTotal(count);
        }

        return this.Total - before;
    }

    private void Take(TrafficCount count, Timestamp from)
    {
        ClockEra era = this.EraOf(count.ClockCorrectionMilliseconds);
        this.parts.Clear();
        era.Covered.Take(from.UnixMilliseconds, count.To.UnixMilliseconds, count.Count, this.parts);
        foreach (Stretch part in this.parts)
        {
            this.Total += part.Count;
            this.Bins.Add(
                new Timestamp(part.From + era.Correction), new Timestamp(part.To + era.Correction), part.Count, count.Uptime ?? 1);
        }

        this.Note(count, this.parts.Count > 0);
    }

    /// <summary>The one that a correction belongs to. Of before a clock was set, one is remembered: late counts, and those that a log gives again.</summary>
    private ClockEra EraOf(long correction)
    {
        if (this.Eras.FindLast(e => Math.Abs(e.Correction - correction) <= ClockSetMilliseconds) is not { } era)
        {
            if (this.Eras.Count == 2)
            {
                this.Eras.RemoveAt(0);
            }

            era = new ClockEra();
            this.Eras.Add(era);
        }

        era.Correction = correction;
        return era;
    }

    private void TakeTotal(TrafficCount count)
    {
        TotalReading reading = TotalReading.Of(count);
        if (this.Totals.GainOf(reading) is not { } gain)
        {
            this.Note(count, false);
            return;
        }

        bool isFirst = this.Totals.Readings.Count == 0;
        this.Totals.Add(reading);
        this.Note(count, true);
        this.Restarts += gain.Restarted ? 1 : 0;
        this.Total += gain.Count;
        bool isLate = this.Totals.Readings[^1] != reading;
        if (!isFirst && gain.To > gain.From && (gain.Count > 0 || !isLate))
        {
            // After a restart nobody knows since when it counts again: of a long span only the end is taken as counted.
            double span = gain.To.SecondsSince(gain.From);
            bool isPartly = gain.Restarted && span > UsualSpanSeconds;
            this.Bins.Add(isPartly ? gain.To.AddSeconds(-UsualSpanSeconds) : gain.From, gain.To, gain.Count, count.Uptime ?? 1);
        }
    }

    private void Note(TrafficCount count, bool isNew)
    {
        this.Taken += isNew ? 1 : 0;
        this.Repeated += isNew ? 0 : 1;
        if (isNew && (this.Through is not { } through || count.CorrectedTo > through))
        {
            this.Through = count.CorrectedTo;
        }
    }
}

/// <summary>A time in which a device's clock was set in one way.</summary>
internal sealed class ClockEra
{
    /// <summary>The newest correction, milliseconds.</summary>
    public long Correction { get; set; }

    /// <summary>What intervals covered, by the device's clock.</summary>
    public CoveredTime Covered { get; } = new();
}
