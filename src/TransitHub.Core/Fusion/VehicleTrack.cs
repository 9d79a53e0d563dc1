using System.Collections.Immutable;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion;

/// <summary>What the one writer knows of a vehicle; changed in place by the steps of <see cref="FusionPipeline"/>.</summary>
internal sealed class VehicleTrack(DeviceId id)
{
    public DeviceId Id { get; } = id;

    /// <summary>The newest report; its position is what is published. Nothing for a run that only cameras see.</summary>
    public AvlReport Last { get; set; } = null!;

    /// <summary>For a run that only cameras see: where they saw it last, moment in Unix seconds and meters along; null: a vehicle that reports.</summary>
    public (double At, double Along)? Sight { get; set; }

    public VehiclePhase Phase { get; set; } = VehiclePhase.Unmatched;

    public RejectionReason UnmatchedReason { get; set; }

    /// <summary>What the reports say of the run, and the run that was found for it.</summary>
    public TripReference Reference { get; set; }

    public TripResolution Resolution { get; set; } = TripResolution.None(RejectionReason.NoCandidate);

    /// <summary>The run it is on; null: none.</summary>
    public RunTrack? Run { get; set; }

    /// <summary>The run of its block that comes next; null: none known.</summary>
    public RunTrack? NextRun { get; set; }

    /// <summary>A run it has finished: a report that still names it says nothing of what the vehicle does now.</summary>
    public TripInstance? Finished { get; set; }

    /// <summary>The run it says it is on, as far as that counts; null: it names none, or one that it has finished.</summary>
    public TripInstance? Named { get; set; }

    /// <summary>The last run it named and was seen to finish; null: none yet.</summary>
    public TripInstance? Closed { get; set; }

    /// <summary>Pattern of the run that it was last seen to end, and when, Unix seconds; null: none.</summary>
    public (int Pattern, double At)? Ended { get; set; }

    /// <summary>What it says of its run while that is not believed; null: it is, or it says nothing.</summary>
    public TripReference? Overruled { get; set; }

    /// <summary>Times that it was found again on the line behind where it was; 0 as soon as it has gone forward.</summary>
    public int BackMoves { get; set; }

    public LineTracker Tracker { get; } = new();

    /// <summary>The run with its own stop times that it is on; null: none.</summary>
    public Dispatching.ExtraProgress? Extra { get; set; }

    /// <summary>True: an operator said what it runs; its drive does not contradict that.</summary>
    public bool IsOrdered { get; set; }

    /// <summary>Route it serves, also where the trip is not certain; -1: unknown.</summary>
    public int RouteIndex { get; set; } = -1;

    /// <summary>Probability that the vehicle is on <see cref="Run"/>: 1 where it says so itself.</summary>
    public float AssignmentProbability { get; set; }

    /// <summary>Probability that <see cref="Run"/> and the place on its line are right.</summary>
    public float MatchProbability { get; set; }

    /// <summary>Fixes in a row that could not be placed.</summary>
    public int Misses { get; set; }

    /// <summary>Fixes in a row off the line, or while off route, on it again.</summary>
    public int Strays { get; set; }

    /// <summary>True: left the line and has not come back; its place along the line is frozen.</summary>
    public bool IsOffRoute { get; set; }

    /// <summary>The newest fix from which stop times were taken: its moment, Unix seconds, and its place, meters along.</summary>
    public (double At, double Along) Progress { get; set; }

    /// <summary>Since when it has not been on the line of its run, Unix seconds; NaN: it is on it.</summary>
    public double OffLineSince { get; set; } = double.NaN;

    /// <summary>True: its run was found by its drive; it does not name it.</summary>
    public bool IsFound { get; set; }

    /// <summary>The run that its block had next when the last one that was found for it ended; null: none.</summary>
    public TripInstance? Foreseen { get; set; }

    /// <summary>The runs it may be on by its drive, as of the last search.</summary>
    public List<RunClaim> Claims { get; } = [];

    /// <summary>The same for readers; default: to be made.</summary>
    public ImmutableArray<RunCandidate> Candidates { get; set; } = [];

    /// <summary>Its last places, kept while it names no trip.</summary>
    public RecentFixes Recent { get; } = new();

    /// <summary>The route of the run it finished last, where that was found and not named: most serve it again; -1: none.</summary>
    public int ServedRoute { get; set; } = -1;

    /// <summary>Meters from the last stop of a run that was found for it, at the newest report.</summary>
    public double EndMeters { get; set; }

    /// <summary>Fixes of a drive along the routes it can be on are so far apart, meters.</summary>
    public double ApartMeters { get; set; } = DriveScale.MostApart;

    /// <summary>The last place where it stood without a run: since when, Unix seconds, and whether that is a yard.</summary>
    public (double At, bool IsInYard) Stood { get; set; }

    /// <summary>Route id and sign of the newest report that named no trip, and the routes they mean.</summary>
    public (string? RouteId, string? Sign) Shown { get; set; }

    /// <summary>Routes it can be on by what it shows, ascending; empty: any; null: not read yet.</summary>
    public int[]? ShownRoutes { get; set; }

    /// <summary>Why what it shows excludes a run; None: it does not.</summary>
    public RejectionReason ShownReason { get; set; }

    /// <summary>When a run was last searched for, Unix seconds.</summary>
    public double SearchedAt { get; set; }

    /// <summary>Where it was last on the line.</summary>
    public AvlReport? LastOnLine { get; set; }

    /// <summary>Riders of the run that it counted last; null: it does not count.</summary>
    public RunLoad? Load { get; set; }

    /// <summary>What it counted while it was on no run; null: nothing yet.</summary>
    public Queue<PassengerCount>? KeptCounts { get; set; }

    /// <summary>What its counters say of its occupancy themselves; null: nothing.</summary>
    public PassengerCount? SaidOccupancy { get; set; }

    /// <summary>What its counters say of its carriages; null: nothing.</summary>
    public PassengerCount? SaidCarriages { get; set; }

    /// <summary>When it last said that it takes long on a link, Unix seconds.</summary>
    public double StuckSaidAt { get; set; }

    /// <summary>GTFS-Realtime CongestionLevel where it is, 1 to 4; null: unknown.</summary>
    public byte? CongestionLevel { get; set; }

    /// <summary>What readers see; null: nothing yet.</summary>
    public VehicleSnapshot? Snapshot { get; set; }

    /// <summary>When the expectations were made, Unix seconds.</summary>
    public double ExpectedAt { get; set; }

    /// <summary>True: a report came since the expectations were made.</summary>
    public bool AwaitsForecast { get; set; }

    /// <summary>True while it waits for the next snapshot.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Seconds since it was last heard of, by the hub's clock.</summary>
    public double SilenceSeconds(Timestamp now) => now.SecondsSince(this.Last.ReceivedAt);
}
