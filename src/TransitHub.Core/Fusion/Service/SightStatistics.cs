namespace TransitHub.Core.Fusion.Service;

/// <summary>
/// What was learned of when runs are first seen and how many are seen at all: by line, shrunk to the agency or feed, shrunk to what was measured
/// elsewhere. The hazard model of the design's section 6 reads from it.
/// </summary>
internal sealed class SightStatistics
{
    /// <summary>For how many runs the figures of others speak.</summary>
    private const double PriorWeight = 100;
    private const double FeedWeight = 40;
    private const double AgencyShareWeight = 5;
    private const double PriorShareWeight = 30;

    /// <summary>Share of the runs of a timetable that a city runs, before anything was learned.</summary>
    private const double PriorRunRate = 0.97;

    /// <summary>No line is believed to run more or fewer of its runs than this before one looks for the vehicle.</summary>
    private const double LeastRunRate = 0.9;
    private const double MostRunRate = 0.97;

    /// <summary>
    /// However punctual a line was so far, so much of the lateness measured elsewhere is left to it: a punctual morning says little of
    /// the one run in a thousand.
    /// </summary>
    private const double LeastShareOfPrior = 0.3;

    /// <summary>How much evidence there must be: runs seen of the feed's agency, recent runs of the line.</summary>
    private const double EnoughOfAgency = 30;
    private const double EnoughOfLine = 2.5;

    private readonly ServiceLines lines;
    private readonly double leastCoverage;
    private readonly FirstSights?[] byLine;
    private readonly SightShare?[] shares;
    private readonly SightShare?[] agencyShares;
    private readonly FirstSights feed = new(4000);

    public SightStatistics(ServiceLines lines, double leastCoverage)
    {
        this.lines = lines;
        this.leastCoverage = leastCoverage;
        this.byLine = new FirstSights?[lines.Count];
        this.shares = new SightShare?[lines.Count];
        this.agencyShares = new SightShare?[lines.AgencyCount];
    }

    /// <summary>Notes a run that was first seen so many seconds after its start.</summary>
    public void Seen(ExpectedRun run, double seconds)
    {
        this.feed.Add(seconds);
        (this.byLine[run.Line] ??= new FirstSights(400)).Add(seconds);
        if (run.IsMissed)
        {
            this.ShareOf(run.Line).Correct();
            this.AgencyShareOf(run.Line).Correct();
        }
        else
        {
            this.Count(run, seen: true);
        }
    }

    /// <summary>Notes a run that ought to have been seen by now.</summary>
    public void Missed(ExpectedRun run) => this.Count(run, seen: false);

    /// <summary>Whether the line's vehicles are seen well enough for the absence of one to mean something.</summary>
    public bool IsCovered(int line) =>
        this.shares[line] is { Seen: >= 1 } && this.Coverage(line) >= this.leastCoverage && this.AgencyShare(line) >= this.leastCoverage;

    /// <summary>Whether there is enough evidence to say that a run does not run at all.</summary>
    public bool IsWellCovered(int line) =>
        this.shares[line] is { } share && share.Count >= EnoughOfLine && share.Seen >= this.leastCoverage * share.Count
        && this.AgencyShareOf(line).Count >= EnoughOfAgency && this.IsCovered(line);

    /// <summary>Probability that a run which nobody has seen so long after its start runs nonetheless.</summary>
    public double RunsThough(int line, double seconds)
    {
        double later = this.feed.Later(seconds, FirstSights.Prior(seconds), PriorWeight);
        later = this.byLine[line] is { } own ? own.Later(seconds, later, FeedWeight) : later;
        later = Math.Max(later, LeastShareOfPrior * FirstSights.Prior(seconds));
        double coverage = this.Coverage(line);
        bool isCovered = this.IsCovered(line);

        // Where few are seen, it says little that this one is not: the reports are missing.
        double unseen = isCovered ? later : 1 - (coverage * (1 - later));
        double runs = isCovered ? Math.Clamp(coverage, LeastRunRate, MostRunRate) : PriorRunRate;
        return runs * unseen / ((runs * unseen) + (1 - runs));
    }

    private double Coverage(int line)
    {
        double agency = this.AgencyShare(line);
        return this.shares[line] is { } own ? own.Of(agency, AgencyShareWeight) : agency;
    }

    private double AgencyShare(int line) => this.AgencyShareOf(line).Of(PriorRunRate, PriorShareWeight);

    private void Count(ExpectedRun run, bool seen)
    {
        this.ShareOf(run.Line).Add(seen);
        this.AgencyShareOf(run.Line).Add(seen);
    }

    private SightShare ShareOf(int line) => this.shares[line] ??= new SightShare(0.93);

    private SightShare AgencyShareOf(int line) => this.agencyShares[this.lines.AgencyOf(line)] ??= new SightShare(0.99);
}
