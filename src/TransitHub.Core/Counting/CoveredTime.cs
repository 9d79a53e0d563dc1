namespace TransitHub.Core.Counting;

/// <summary>
/// The time of which the counts of one channel are known, as stretches that do not overlap, so that every moment counts once whatever is sent
/// again, late or twice in another cut. Times are the device's own, milliseconds, which do not move with a correction of its clock.
/// </summary>
internal sealed class CoveredTime
{
    /// <summary>Stretches kept; with more, the earliest are closed: what is sent of the time before counts as known.</summary>
    public const int MaxStretches = 512;

    /// <summary>Stretches that touch are joined once they lie so far behind the newest: until then an interval around them can tell the rest.</summary>
    private const long KeptApartMilliseconds = 15 * 60_000;

    private readonly List<Stretch> stretches = [];

    /// <summary>The stretches in order.</summary>
    public IReadOnlyList<Stretch> Stretches => this.stretches;

    /// <summary>What lies before is closed.</summary>
    public long ClosedBefore { get; private set; } = long.MinValue;

    /// <summary>Takes over what was kept.</summary>
    public void Restore(long closedBefore, IEnumerable<Stretch> kept)
    {
        this.ClosedBefore = closedBefore;
        this.stretches.AddRange(kept);
    }

    /// <summary>Takes an interval.</summary>
    /// <param name="from">Start.</param>
    /// <param name="to">End, after it.</param>
    /// <param name="count">What was counted in it.</param>
    /// <param name="parts">Takes the parts of it that were not known, with what they add.</param>
    public void Take(long from, long to, long count, List<Stretch> parts)
    {
        int at = this.FirstTouching(from);
        long known = 0;
        bool isWithin = from >= this.ClosedBefore;
        long open = Math.Max(from, this.ClosedBefore);
        int next = at;
        for (; next < this.stretches.Count && this.stretches[next].From < to; next++)
        {
            Stretch stretch = this.stretches[next];
            isWithin &= stretch.From >= from && stretch.To <= to;
            known += stretch.Count;
            if (stretch.From > open)
            {
                parts.Add(new Stretch(open, stretch.From, 0));
            }

            open = Math.Max(open, stretch.To);
        }

        if (open < to)
        {
            parts.Add(new Stretch(open, to, 0));
        }

        if (parts.Count == 0)
        {
            return;
        }

        // An interval around others tells exactly what the rest comes to; of one that overlaps, the rest has its share.
        double fresh = parts.Sum(p => (double)(p.To - p.From));
        long added = parts.Count == 1 && fresh >= to - from ? count
            : isWithin ? Math.Max(0, count - known)
            : (long)Math.Round(count * fresh / (to - from), MidpointRounding.AwayFromZero);
        Share(parts, added, fresh);
        foreach (Stretch part in parts)
        {
            this.stretches.Insert(this.FirstTouching(part.From), part);
        }

        this.Join();
    }

    private static void Share(List<Stretch> parts, long added, double fresh)
    {
        double passed = 0;
        long given = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            passed += parts[i].To - parts[i].From;
            long until = i == parts.Count - 1 ? added : (long)(added * (passed / fresh));
            parts[i] = parts[i] with { Count = until - given };
            given = until;
        }
    }

    /// <summary>The first stretch that ends after a moment.</summary>
    private int FirstTouching(long moment)
    {
        int place = this.stretches.Count;
        while (place > 0 && this.stretches[place - 1].To > moment)
        {
            place--;
        }

        return place;
    }

    private void Join()
    {
        long apart = this.stretches[^1].To - KeptApartMilliseconds;
        for (int i = this.stretches.Count - 2; i >= 0; i--)
        {
            Stretch later = this.stretches[i + 1];
            if (later.To <= apart && this.stretches[i].To == later.From)
            {
                this.stretches[i] = new Stretch(this.stretches[i].From, later.To, this.stretches[i].Count + later.Count);
                this.stretches.RemoveAt(i + 1);
            }
        }

        while (this.stretches.Count > MaxStretches)
        {
            this.ClosedBefore = this.stretches[0].To;
            this.stretches.RemoveAt(0);
        }
    }
}

/// <summary>A stretch of time and what was counted in it.</summary>
/// <param name="From">Start, Unix milliseconds.</param>
/// <param name="To">End, after it.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Stretch(long From, long To, long Count);
