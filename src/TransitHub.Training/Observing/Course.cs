using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Observing;

/// <summary>A way that vehicles were seen to drive again and again, with the runs along it.</summary>
internal sealed class Course(int number, string label, Geometry line)
{
    /// <summary>Its place among all.</summary>
    public int Number { get; } = number;

    /// <summary>What its vehicles say to run; empty: nothing.</summary>
    public string Label { get; } = label;

    /// <summary>The way on the ground.</summary>
    public Geometry Line { get; } = line;

    /// <summary>The runs from end to end and those that were seen on a part only.</summary>
    public List<CourseRun> Runs { get; } = [];

    /// <summary>Runs from end to end.</summary>
    public int WholeRuns => this.Runs.Count(r => r.IsWhole);

    /// <summary>Where its vehicles call, in order.</summary>
    public IReadOnlyList<CourseCall> Calls { get; set; } = [];
}

/// <summary>A run along a course.</summary>
/// <param name="Run">The run.</param>
/// <param name="Path">All its fixes that are on the way, in order.</param>
/// <param name="IsWhole">Seen from about the start to about the end.</param>
internal sealed record CourseRun(TracedRun Run, IReadOnlyList<PathPoint> Path, bool IsWhole)
{
    /// <summary>Between fixes farther apart in time nothing is told, seconds.</summary>
    private const double MaxGapSeconds = 200;

    /// <summary>When it came to a place, Unix seconds; NaN: not known.</summary>
    public double Reached(double along)
    {
        for (int i = 0; i < this.Path.Count; i++)
        {
            if (this.Path[i].Along >= along)
            {
                return i == 0 ? (this.Path[0].Along - along < 30 ? this.Path[0].At : double.NaN) : Between(this.Path[i - 1], this.Path[i], along);
            }
        }

        return double.NaN;
    }

    /// <summary>When it was past a place for good, Unix seconds; NaN: not known.</summary>
    public double Left(double along)
    {
        for (int i = this.Path.Count - 1; i >= 0; i--)
        {
            if (this.Path[i].Along <= along)
            {
                return i == this.Path.Count - 1 ? (along - this.Path[i].Along < 30 ? this.Path[i].At : double.NaN) : Between(this.Path[i], this.Path[i + 1], along);
            }
        }

        return double.NaN;
    }

    private static double Between(PathPoint a, PathPoint b, double along) =>
        b.At - a.At > MaxGapSeconds ? double.NaN
        : b.Along <= a.Along ? a.At
        : a.At + ((b.At - a.At) * (along - a.Along) / (b.Along - a.Along));
}

/// <summary>A stop of a course.</summary>
/// <param name="Stop">The stop.</param>
/// <param name="Along">Meters along the course's line.</param>
internal sealed record CourseCall(DraftStop Stop, double Along);
