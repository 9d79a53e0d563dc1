namespace TransitHub.Training.Observing;

/// <summary>What a draft of a feed is made by.</summary>
public sealed record ObserveOptions
{
    /// <summary>The longest draft: some ten days of a city of a thousand vehicles.</summary>
    public const int MostReports = 30_000_000;

    /// <summary>What tells the line of a vehicle.</summary>
    public RouteOf RouteOf { get; init; } = RouteOf.None;

    /// <summary>A way that was driven less often is no line, 2 to 1000.</summary>
    public int MinRuns { get; init; } = 3;

    /// <summary>Stops that are less sure are left out, 0 to 1: fewer stops, and more of them right. The default finds and errs about evenly in both cities that were measured (benchmarks/results/gtfs-observe.md).</summary>
    public double MinConfidence { get; init; } = 0.4;

    /// <summary>Reports that are kept, 1 to <see cref="MostReports"/>; the memory is some 50 bytes each.</summary>
    public int MaxReports { get; init; } = MostReports;

    /// <summary>Where the lines run: hours and days of the timetable are of this zone.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Names the first setting that is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is.</exception>
    internal void Check()
    {
        if (this.MinRuns is < 2 or > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(this.MinRuns), this.MinRuns, "MinRuns must be 2 to 1000.");
        }

        if (!(this.MinConfidence is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(this.MinConfidence), this.MinConfidence, "MinConfidence must be 0 to 1.");
        }

        if (this.MaxReports is < 1 or > MostReports)
        {
            throw new ArgumentOutOfRangeException(nameof(this.MaxReports), this.MaxReports, $"MaxReports must be 1 to {MostReports}.");
        }
    }
}
