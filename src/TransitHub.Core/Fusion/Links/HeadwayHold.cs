using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Links;

/// <summary>
/// What the gap to the vehicle ahead does to the time of a link: whoever comes long after it finds more riders at the stops and takes longer, and who follows
/// close behind finds few. Learned for each link of a pattern as seconds for each usual gap that the gap is longer than usual; a slope that
/// rests on little leans on the slope of all.
/// </summary>
internal sealed class HeadwayHold
{
    /// <summary>Gaps longer than this tell nothing of the stops between, seconds.</summary>
    private const double LongestGap = 5400;

    /// <summary>Gaps from which the usual one is made at most.</summary>
    private const float MostGaps = 8;

    /// <summary>A gap counts as so many usual ones more than one at most.</summary>
    private const double MostLonger = 1.5;

    /// <summary>A surprise beyond this counts as this, seconds: it has other causes.</summary>
    private const double MostSurprise = 60;

    /// <summary>Share of what was learned that one passage leaves, of a link and of all together.</summary>
    private const float Keep = 0.99f;

    private const double KeepAll = 0.9999;

    /// <summary>What the common slope counts for in a link's, passages a usual gap off; and "none" in the common one.</summary>
    private const double Lean = 60;

    private const double LeanAll = 50;

    /// <summary>Bounds of a link's slope, seconds.</summary>
    private const double LeastSlope = -30;

    private const double MostSlope = 60;

    private readonly int[] firsts;
    private readonly LinkGap[] gaps;
    private double weight;
    private double x;
    private double y;
    private double xx;
    private double xy;

    public HeadwayHold(Schedule schedule)
    {
        this.firsts = new int[schedule.Patterns.Count];
        int count = 0;
        for (int pattern = 0; pattern < this.firsts.Length; pattern++)
        {
            this.firsts[pattern] = count;
            count += schedule.Patterns.Links(pattern).Length;
        }

        this.gaps = new LinkGap[count];
    }

    /// <summary>Seconds to add to a link's time, less than 0 behind a vehicle that is near.</summary>
    /// <param name="run">The run. Before its own first gap was measured nobody knows who is between it and those that were seen there last.</param>
    /// <param name="link">Place of the link in its pattern.</param>
    /// <param name="start">When the vehicle comes to the link's start, Unix seconds.</param>
    public double Expect(RunTrack run, int link, double start)
    {
        ref readonly LinkGap at = ref this.gaps[this.firsts[run.Pattern] + link];
        if (double.IsNaN(run.GapAhead) || at.Count == 0)
        {
            return 0;
        }

        // The vehicle ahead may not have come there yet: then the gap is what it was last, and the vehicle before it was there last.
        double gap = Math.Clamp(start - at.LastStart, 0, run.GapAhead);
        return this.SlopeOf(at) * LongerBy(at, gap);
    }

    /// <summary>Learns from a passage.</summary>
    /// <param name="run">The run; takes over the gap.</param>
    /// <param name="link">Place of the link in its pattern.</param>
    /// <param name="start">When the vehicle came to the link's start, Unix seconds.</param>
    /// <param name="surprise">Seconds by which it took longer than the link's time.</param>
    public void Learn(RunTrack run, int link, double start, double surprise)
    {
        ref LinkGap at = ref this.gaps[this.firsts[run.Pattern] + link];
        double gap = start - at.LastStart;
        if (gap < 0)
        {
            return;
        }

        at.LastStart = start;
        if (gap > LongestGap)
        {
            return;
        }

        if (at.Count > 0)
        {
            this.Learn(ref at, LongerBy(at, gap), Math.Clamp(surprise, -MostSurprise, MostSurprise));
        }

        at.Count = Math.Min(at.Count + 1, MostGaps);
        at.Usual += ((float)gap - at.Usual) / at.Count;
        run.GapAhead = gap;
    }

    private static double LongerBy(in LinkGap at, double gap) => at.Usual > 0 ? Math.Clamp((gap / at.Usual) - 1, -1, MostLonger) : 0;

    private void Learn(ref LinkGap at, double longer, double surprise)
    {
        at.XX = (at.XX * Keep) + (float)(longer * longer);
        at.XY = (at.XY * Keep) + (float)(longer * surprise);
        this.weight = (this.weight * KeepAll) + 1;
        this.x = (this.x * KeepAll) + longer;
        this.y = (this.y * KeepAll) + surprise;
        this.xx = (this.xx * KeepAll) + (longer * longer);
        this.xy = (this.xy * KeepAll) + (longer * surprise);
    }

    private double SlopeOf(in LinkGap at)
    {
        double count = Math.Max(this.weight, 1);
        double common = (this.xy - (this.x * this.y / count)) / (this.xx - (this.x * this.x / count) + LeanAll);
        return Math.Clamp((at.XY + (Lean * common)) / (at.XX + Lean), LeastSlope, MostSlope);
    }

    /// <summary>Gaps at the start of a link of a pattern.</summary>
    private struct LinkGap
    {
        /// <summary>When a vehicle last came there that was then seen to take the link, Unix seconds.</summary>
        public double LastStart;

        /// <summary>The usual gap, seconds, and of how many it is made.</summary>
        public float Usual;
        public float Count;

        /// <summary>Sums of squares and products of how much longer a gap was, and the surprise.</summary>
        public float XX;
        public float XY;
    }
}
