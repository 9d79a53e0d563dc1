namespace TransitHub.Core.Fusion.Cameras;

/// <summary>What cameras know of one run: for each line on its pattern when it passed there, and how likely that is. It may be revised.</summary>
internal sealed class SightedRun
{
    private readonly double[] at;
    private readonly float[] probability;

    /// <param name="run">The run.</param>
    /// <param name="lines">Lines on its pattern.</param>
    public SightedRun(RunTrack run, int lines)
    {
        this.Run = run;
        this.at = new double[lines];
        this.probability = new float[lines];
    }

    public RunTrack Run { get; }

    /// <summary>Lines on its pattern.</summary>
    public int Lines => this.probability.Length;

    /// <summary>When it was last seen, or may have been, Unix seconds.</summary>
    public double LastAt { get; private set; }

    /// <summary>When it was expected at lines still ahead, as of each line where it was surely seen.</summary>
    public List<LineGuess> Guesses { get; } = [];

    /// <summary>Place of the line from which the links have learned; -1: from none.</summary>
    public int Learned { get; set; } = -1;

    /// <summary>
    /// Where and when a run by headway was begun, Unix seconds, and how often such a vehicle comes there, for each second; null: of the timetable, or by
    /// a vehicle that reported.
    /// </summary>
    public (int Ordinal, double At, double Rate)? Begun { get; set; }

    /// <summary>Place of the last line where it was seen with this probability at least; -1: at none.</summary>
    public int LastOf(double probability)
    {
        int ordinal = this.probability.Length - 1;
        while (ordinal >= 0 && this.probability[ordinal] < probability)
        {
            ordinal--;
        }

        return ordinal;
    }

    /// <summary>When it passed a line, Unix seconds; says nothing where <see cref="ProbabilityAt"/> is 0.</summary>
    public double PassedAt(int ordinal) => this.at[ordinal];

    /// <summary>Probability that it was seen at a line then, [0, 1].</summary>
    public double ProbabilityAt(int ordinal) => this.probability[ordinal];

    /// <summary>Notes when it passed a line; false when that is no news.</summary>
    public bool Set(int ordinal, double passedAt, double seen)
    {
        bool isSame = Math.Abs(this.probability[ordinal] - seen) < 0.05 && (seen == 0 || this.at[ordinal] == passedAt);
        this.at[ordinal] = passedAt;
        this.probability[ordinal] = (float)seen;
        this.LastAt = seen > 0 ? Math.Max(this.LastAt, passedAt) : this.LastAt;
        return !isSame;
    }
}

/// <summary>When a run was expected at a line.</summary>
/// <param name="Ordinal">Place of the line on its pattern.</param>
/// <param name="MadeAt">When it was expected so, Unix seconds.</param>
/// <param name="At">The moment expected.</param>
/// <param name="Deviation">Its standard deviation, seconds.</param>
internal readonly record struct LineGuess(int Ordinal, double MadeAt, double At, double Deviation);
