using System.Runtime.InteropServices;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>The newest five-minute bins of one channel, class and direction, in order.</summary>
/// <param name="fewestTold">Counts above none and below this are small.</param>
internal sealed class CountBins(int fewestTold)
{
    /// <summary>How far back bins are kept: a day until its file is written two hours after its end, an hour that a clock's change may add, and some.</summary>
    public const int KeptSeconds = 28 * 3600;

    private readonly List<CountBin> bins = [];

    /// <summary>The bins, the earliest first.</summary>
    public IReadOnlyList<CountBin> All => this.bins;

    /// <summary>Spreads a count evenly over the time it was counted in; whole numbers that add up to it.</summary>
    /// <param name="from">Start.</param>
    /// <param name="to">End, after it.</param>
    /// <param name="count">How many.</param>
    /// <param name="uptime">Share of the time in which the device was counting, [0, 1].</param>
    public void Add(Timestamp from, Timestamp to, long count, double uptime)
    {
        bool isSpread = to.UnixMilliseconds - from.UnixMilliseconds > CountBin.Seconds * 1000L;
        bool isSmall = count > 0 && count < fewestTold;
        double length = to.UnixMilliseconds - from.UnixMilliseconds;
        long given = 0;
        for (Timestamp start = CountBin.StartOf(from); start < to; start = start.AddMilliseconds(CountBin.Seconds * 1000L))
        {
            Timestamp first = start > from ? start : from;
            Timestamp end = start.AddMilliseconds(CountBin.Seconds * 1000L);
            Timestamp last = end < to ? end : to;
            long until = last == to ? count : (long)(count * ((last.UnixMilliseconds - from.UnixMilliseconds) / length));
            float seconds = (float)last.SecondsSince(first);
            this.Add(start, (int)Math.Min(int.MaxValue, until - given), seconds, (float)(seconds * uptime), isSmall, isSpread);
            given = until;
        }
    }

    /// <summary>Takes over a bin that was kept.</summary>
    public void Restore(CountBin bin) => this.bins.Add(bin);

    private void Add(Timestamp start, int count, float covered, float counting, bool isSmall, bool isSpread)
    {
        int place = this.bins.Count;
        while (place > 0 && this.bins[place - 1].Start > start)
        {
            place--;
        }

        if (place == 0 || this.bins[place - 1].Start != start)
        {
            this.bins.Insert(place++, new CountBin(start, 0, 0, 0));
        }

        ref CountBin bin = ref CollectionsMarshal.AsSpan(this.bins)[place - 1];
        bool small = isSmall && count > 0;
        bin = bin with
        {
            Count = bin.Count + count,
            CoveredSeconds = Math.Min(CountBin.Seconds, bin.CoveredSeconds + covered),
            CountingSeconds = Math.Min(CountBin.Seconds, bin.CountingSeconds + counting),
            SmallParts = bin.SmallParts + (small ? 1 : 0),
            SmallCount = bin.SmallCount + (small ? count : 0),
            IsSpread = bin.IsSpread || isSpread,
        };
        this.Forget();
    }

    private void Forget()
    {
        Timestamp oldest = this.bins[^1].Start.AddSeconds(-KeptSeconds);
        int gone = 0;
        while (this.bins[gone].Start < oldest)
        {
            gone++;
        }

        // Now and then many at once, since what is behind moves each time.
        if (gone >= 24)
        {
            this.bins.RemoveRange(0, gone);
        }
    }
}
