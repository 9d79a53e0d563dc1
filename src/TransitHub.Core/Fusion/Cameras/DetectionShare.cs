namespace TransitHub.Core.Fusion.Cameras;

/// <summary>
/// Share of the passing vehicles that a line sees and whose run is told, learned from runs that were seen before and behind it. A line of which
/// little is known leans on all lines together, and these on what the operator believes.
/// </summary>
internal sealed class DetectionShare
{
    /// <summary>Runs that the prior counts for, and how fast those counted fade.</summary>
    private const double PriorRuns = 20;
    private const double Keep = 0.98;
    private const double KeepAll = 0.999;

    /// <summary>No line is believed to see fewer or more than this.</summary>
    private const double Least = 0.02;
    private const double Most = 0.99;

    private readonly DetectionShare? all;
    private readonly double believed;
    private double seen;
    private double passed;

    /// <summary>The share of all lines together.</summary>
    public DetectionShare(double believed) => this.believed = believed;

    /// <summary>The share of one line.</summary>
    public DetectionShare(DetectionShare all) => this.all = all;

    /// <summary>The share, (0, 1).</summary>
    public double Value => Math.Clamp((this.seen + (PriorRuns * (this.all?.Value ?? this.believed))) / (this.passed + PriorRuns), Least, Most);

    /// <summary>Notes a run: whether it was seen.</summary>
    public void Note(bool wasSeen)
    {
        double keep = this.all is null ? KeepAll : Keep;
        this.seen = (this.seen * keep) + (wasSeen ? 1 : 0);
        this.passed = (this.passed * keep) + 1;
        this.all?.Note(wasSeen);
    }
}
