using TransitHub.Core.Time;

namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// The last readings of a running total in the order in which they were read, and what lies between them. Between two readings the count grew
/// by their difference; where the later one is smaller the device started anew, and it is what was counted since. A late reading adds
/// something where it shows a restart that its neighbors hide, or how far the total had come before one; one that adds nothing yet is kept
/// too, since another late one may show a restart right behind it.
/// </summary>
/// <param name="bound">Readings kept, 2 or more.</param>
internal sealed class TotalSequence(int bound)
{
    private readonly List<TotalReading> readings = [];

    /// <summary>The readings kept, the earliest first.</summary>
    public IReadOnlyList<TotalReading> Readings => this.readings;

    /// <summary>What a reading adds to the count since the first reading; null: it cannot be placed.</summary>
    public TotalGain? GainOf(TotalReading reading)
    {
        int place = this.PlaceOf(reading);
        if (this.readings.Count == 0)
        {
            return new TotalGain(0, reading.At, reading.At, false);
        }

        if (place == 0 || this.readings[place - 1].CompareTo(reading) == 0)
        {
            return null;
        }

        TotalReading before = this.readings[place - 1];
        if (place == this.readings.Count)
        {
            return new TotalGain(Between(before, reading), before.At, reading.At, reading.Value < before.Value);
        }

        if (reading.Own > this.readings[^1].Own)
        {
            // Late by the hub's clock and not by its own: its clock was corrected in between, and which came first nobody can tell.
            return null;
        }

        TotalReading after = this.readings[place];
        long gain = Between(before, reading) + Between(reading, after) - Between(before, after);
        return new TotalGain(gain, before.At, reading.At, gain > 0);
    }

    /// <summary>Keeps a reading; one that is earlier than all of a full memory is let go.</summary>
    public void Add(TotalReading reading)
    {
        int place = this.PlaceOf(reading);
        if (place > 0 && this.readings[place - 1].CompareTo(reading) == 0)
        {
            return;
        }

        this.readings.Insert(place, reading);
        if (this.readings.Count > bound)
        {
            this.readings.RemoveAt(0);
        }
    }

    private static long Between(TotalReading earlier, TotalReading later) =>
        later.Value >= earlier.Value ? later.Value - earlier.Value : later.Value;

    private int PlaceOf(TotalReading reading)
    {
        int place = this.readings.Count;
        while (place > 0 && this.readings[place - 1].CompareTo(reading) > 0)
        {
            place--;
        }

        return place;
    }
}

/// <summary>A running total as it was read.</summary>
/// <param name="At">The moment by the hub's clock.</param>
/// <param name="Own">The moment by the device's clock: of several that a correction puts at one moment, it tells the order.</param>
/// <param name="Value">The total.</param>
internal readonly record struct TotalReading(Timestamp At, Timestamp Own, long Value) : IComparable<TotalReading>
{
    /// <summary>Of a count.</summary>
    public static TotalReading Of(TrafficCount total) => new(total.CorrectedTo, total.To, total.Count);

    /// <summary>In the order of reading; 0 for two of one moment, whatever their values.</summary>
    public int CompareTo(TotalReading other) => this.At != other.At ? this.At.CompareTo(other.At) : this.Own.CompareTo(other.Own);
}

/// <summary>What a reading adds.</summary>
/// <param name="Count">How many, 0 or more.</param>
/// <param name="From">Since when.</param>
/// <param name="To">Until when.</param>
/// <param name="Restarted">Whether the device had started anew in between, so that some before that may be unknown.</param>
internal readonly record struct TotalGain(long Count, Timestamp From, Timestamp To, bool Restarted);
