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

    /// <summary>So near to its first or last fix a run is taken to have been at it, meters.</summary>
    private const double EndMeters = 30;

    /// <summary>When it came to a place, Unix seconds; NaN: not known.</summary>
    public double Reached(double along)
    {
        int i = this.FirstFrom(along);
        return i == this.Path.Count ? double.NaN
            : i > 0 ? Between(this.Path[i - 1], this.Path[i], along)
            : this.Path[0].Along - along < EndMeters ? this.Path[0].At : double.NaN;
    }

    /// <summary>When it was past a place for good, Unix seconds; NaN: not known.</summary>
    public double Left(double along)
    {
        int i = this.FirstFrom(along);
        while (i < this.Path.Count && this.Path[i].Along <= along)
        {
            i++;
        }

        return i == 0 ? double.NaN
            : i < this.Path.Count ? Between(this.Path[i - 1], this.Path[i], along)
            : along - this.Path[i - 1].Along < EndMeters ? this.Path[i - 1].At : double.NaN;
    }

    /// <summary>The first fix at a place or beyond; the number of fixes: none.</summary>
    private int FirstFrom(double along)
    {
        (int low, int high) = (0, this.Path.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = this.Path[middle].Along < along ? (middle + 1, high) : (low, middle);
        }

        return low;
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
