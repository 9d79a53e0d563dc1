using TransitHub.Training.Truth;

namespace TransitHub.Training.Backtesting;

/// <summary>All true arrivals in order of time, each given out once when it is so far ahead as availability asks for.</summary>
internal sealed class ArrivalsAhead
{
    private readonly (double Time, TrueRun Run, int Stop)[] arrivals;
    private int next;

    public ArrivalsAhead(IEnumerable<TrueRun> runs)
    {
        List<(double Time, TrueRun Run, int Stop)> all = [];
        foreach (TrueRun run in runs)
        {
            for (int stop = 1; stop < run.StopCount; stop++)
            {
                if (!double.IsNaN(run.Arrivals[stop]))
                {
                    all.Add((run.Arrivals[stop], run, stop));
                }
            }
        }

        this.arrivals = [.. all.OrderBy(a => a.Time)];
    }

    /// <summary>The arrivals of a span of time, start inclusive, end exclusive; spans are asked for in order.</summary>
    public ReadOnlySpan<(double Time, TrueRun Run, int Stop)> Take(double from, double to)
    {
        while (this.next < this.arrivals.Length && this.arrivals[this.next].Time < from)
        {
            this.next++;
        }

        int first = this.next;
        while (this.next < this.arrivals.Length && this.arrivals[this.next].Time < to)
        {
            this.next++;
        }

        return this.arrivals.AsSpan(first, this.next - first);
    }
}
