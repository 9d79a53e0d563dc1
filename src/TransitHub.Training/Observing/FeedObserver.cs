using TransitHub.Core.Observations;

namespace TransitHub.Training.Observing;

/// <summary>
/// Drafts a static feed from positions alone. The steps: runs of vehicles, groups of runs that drive the same way, the line in the middle of each, places at
/// which runs stop, times and departures, ways there and back as one line. No clock and no chance: the same reports give the same draft.
/// </summary>
public sealed class FeedObserver
{
    private readonly ObserveOptions options;
    private readonly FleetTraces traces;

    /// <summary>Begins.</summary>
    /// <param name="options">How.</param>
    public FeedObserver(ObserveOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        this.options = options;
        this.traces = new FleetTraces(options);
    }

    /// <summary>Takes a report, in any order; false when there are more than <see cref="ObserveOptions.MaxReports"/>.</summary>
    public bool TryAdd(AvlReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return this.traces.TryAdd(report);
    }

    /// <summary>Makes the draft of all reports taken.</summary>
    public DraftNetwork Draft()
    {
        List<TracedRun> runs = new RunCutter(this.traces).Cut();
        List<RunGroup> groups = new RunGrouping(this.options).Group(runs);
        List<Course> courses = new CourseMaker(this.options).Make(groups, runs);
        List<DraftStop> stops = StopDraft.Find(courses, this.options.MinConfidence);
        ServiceDays days = new(this.options.TimeZone);
        List<DraftLine> lines = LinePairing.Pair(courses, days);
        HashSet<DraftStop> called = [.. lines.SelectMany(l => l.Directions).SelectMany(d => d.Calls).Select(c => c.Stop)];
        DraftFacts facts = new(
            this.traces.Reports, this.traces.Jumps, this.traces.Vehicles, runs.Count, courses.Sum(c => c.Runs.Count), days.DatesSeen());
        return new DraftNetwork([.. stops.Where(called.Contains)], lines, facts);
    }
}
