using TransitHub.Core.Fusion.Cameras;
using TransitHub.Core.Fusion.Crowding;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Fusion.Service;
using TransitHub.Core.Graphs;
using TransitHub.Core.Upstream;

namespace TransitHub.Core.Fusion;

/// <summary>
/// What an operator may set about fusion. Every default holds for buses, trams, trains and boats of
/// any city; none is fitted to one recording.
/// </summary>
[NotKept]
public sealed record FusionOptions
{
    /// <summary>
    /// Seconds without a report after which a vehicle is <see cref="Snapshots.VehiclePhase.Lost"/>: its last position stands with
    /// its own time and its predictions grow less certain. 30 to 3,600; default 360, long enough for a tunnel or a slow modem.
    /// </summary>
    public int LostAfterSeconds { get; init; } = 360;

    /// <summary>
    /// Seconds without a report after which a vehicle and its predictions are removed. More than <see cref="LostAfterSeconds"/>,
    /// at most 86,400; default 900, since nobody waits on word that old.
    /// </summary>
    public int RemoveAfterSeconds { get; init; } = 900;

    /// <summary>
    /// Vehicles kept at most; the gate's bound of devices comes first, this one protects memory if it is set wider.
    /// 1 to 1,000,000; default 200,000 (about 1 KB each).
    /// </summary>
    public int MaxVehicles { get; init; } = 200_000;

    /// <summary>
    /// Quantile of an arrival that is published as its time, 7 to 12 minutes ahead. 0.05 to 0.95; default 0.25: of those who come by
    /// it three in four still catch the vehicle. Lower gains in the ETA Accuracy Benchmark, higher in MBTA's.
    /// </summary>
    public double PublishedQuantile { get; init; } = 0.25;

    /// <summary>
    /// The same under two minutes ahead, with an even change between. 0.05 to 0.95; default 0.34: MBTA's accuracy at 0 to 3 minutes
    /// loses a point for every 0.04 less.
    /// </summary>
    public double PublishedQuantileNear { get; init; } = 0.34;

    /// <summary>
    /// The same over twenty minutes ahead, with an even change between. 0.05 to 0.95; default 0.42: nobody sets out so long before, so
    /// the time may be near the middle.
    /// </summary>
    public double PublishedQuantileFar { get; init; } = 0.42;

    /// <summary>
    /// A published time stays while the one known now differs by less than this many seconds. 0 to 120; default 10: with the share below, a
    /// time changes two to four times less often than with 0, for less than one percent of mean error.
    /// </summary>
    public double SteadySeconds { get; init; } = 10;

    /// <summary>The same as a share of the time ahead; the greater of the two holds. 0 to 0.25; default 0.03, 27 seconds at a quarter of an hour.</summary>
    public double SteadyShare { get; init; } = 0.03;

    /// <summary>Seconds ahead up to which every change is published at once. 0 to 3,600; default 180: so near by, seconds matter to who runs for it.</summary>
    public double SteadyBeyondSeconds { get; init; } = 180;

    /// <summary>
    /// Seconds before its start from which a vehicle may be signed on to a run. 0 to 14,400; default 3,600, since drivers
    /// sign on in the depot.
    /// </summary>
    public int SignOnEarlySeconds { get; init; } = 3600;

    /// <summary>
    /// A vehicle so many seconds ahead of its timetable is not running its trip yet but on its way to the first stop.
    /// 0 to 3,600; default 300: buses leave early by less, and a dead run along the line is earlier by more.
    /// </summary>
    public int EarlyStartSeconds { get; init; } = 300;

    /// <summary>Seconds after its scheduled end for which a run can still be on its way. 600 to 21,600; default 5,400.</summary>
    public int MaxDelaySeconds { get; init; } = 5400;

    /// <summary>
    /// Probability from which a vehicle that names no trip is taken for a run; below, only its route is told, if that
    /// is so clear. 0.5 to 0.999; default 0.9: a wrong run harms riders more than none.
    /// </summary>
    public double ResolveProbability { get; init; } = 0.9;

    /// <summary>
    /// Seconds between two searches for the run of a vehicle that names none. 5 to 300; default 20, since it must have
    /// moved meanwhile for a search to find more.
    /// </summary>
    public int SearchSeconds { get; init; } = 20;

    /// <summary>
    /// What signs mean that show neither a route's name nor a headsign: sign text to <c>route_id</c>, or to an empty text for
    /// out of service. Default: none. Where a table is given, a sign that nothing explains names an unknown route.
    /// </summary>
    public IReadOnlyDictionary<string, string> SignRoutes { get; init; } = new Dictionary<string, string>();

    /// <summary>Signs of vehicles that carry nobody; upper and lower case are alike. Default: some in English.</summary>
    public IReadOnlyList<string> OutOfServiceSigns { get; init; } = ["Not in service", "Out of service", "Sorry, not in service", "Depot", "Garage"];

    /// <summary>
    /// Seconds a vehicle needs at a terminal between two runs at least, when the timetable does not give it more.
    /// 0 to 3,600; default 60.
    /// </summary>
    public int MinLayoverSeconds { get; init; } = 60;

    /// <summary>
    /// Seconds after which expectations are made anew for a vehicle that did not report, so that none lies in the past.
    /// 5 to 120; default 20.
    /// </summary>
    public int RefreshSeconds { get; init; } = 20;

    /// <summary>Riders on board.</summary>
    public LoadOptions Load { get; init; } = new();

    /// <summary>Riders who wait at stops.</summary>
    public CrowdingOptions Crowding { get; init; } = new();

    /// <summary>
    /// Counts above none and below this are small: what is made public of bins does not tell one of them. 1 to 1,000; default 5. The hub
    /// sets it to <c>Query:FewestTold</c>.
    /// </summary>
    public int FewestTold { get; init; } = 5;

    /// <summary>Runs of the timetable that nobody sees.</summary>
    public ServiceOptions Service { get; init; } = new();

    /// <summary>Passages at counting lines.</summary>
    public CameraOptions Cameras { get; init; } = new();

    /// <summary>What other agencies' TripUpdates come to.</summary>
    public UpstreamOptions Upstream { get; init; } = new();

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> wrong = [];
        Require(this.LostAfterSeconds is >= 30 and <= 3600, nameof(this.LostAfterSeconds), "30 to 3600 seconds");
        Require(
            this.RemoveAfterSeconds > this.LostAfterSeconds && this.RemoveAfterSeconds <= 86_400,
            nameof(this.RemoveAfterSeconds),
            $"more than {nameof(this.LostAfterSeconds)} and at most 86400 seconds");
        Require(this.MaxVehicles is >= 1 and <= 1_000_000, nameof(this.MaxVehicles), "1 to 1000000");
        Require(this.PublishedQuantile is >= 0.05 and <= 0.95, nameof(this.PublishedQuantile), "0.05 to 0.95");
        Require(this.PublishedQuantileNear is >= 0.05 and <= 0.95, nameof(this.PublishedQuantileNear), "0.05 to 0.95");
        Require(this.PublishedQuantileFar is >= 0.05 and <= 0.95, nameof(this.PublishedQuantileFar), "0.05 to 0.95");
        Require(this.SteadySeconds is >= 0 and <= 120, nameof(this.SteadySeconds), "0 to 120 seconds");
        Require(this.SteadyShare is >= 0 and <= 0.25, nameof(this.SteadyShare), "0 to 0.25");
        Require(this.SteadyBeyondSeconds is >= 0 and <= 3600, nameof(this.SteadyBeyondSeconds), "0 to 3600 seconds");
        Require(this.SignOnEarlySeconds is >= 0 and <= 14_400, nameof(this.SignOnEarlySeconds), "0 to 14400 seconds");
        Require(this.EarlyStartSeconds is >= 0 and <= 3600, nameof(this.EarlyStartSeconds), "0 to 3600 seconds");
        Require(this.MaxDelaySeconds is >= 600 and <= 21_600, nameof(this.MaxDelaySeconds), "600 to 21600 seconds");
        Require(this.MinLayoverSeconds is >= 0 and <= 3600, nameof(this.MinLayoverSeconds), "0 to 3600 seconds");
        Require(this.RefreshSeconds is >= 5 and <= 120, nameof(this.RefreshSeconds), "5 to 120 seconds");
        Require(this.ResolveProbability is >= 0.5 and <= 0.999, nameof(this.ResolveProbability), "0.5 to 0.999");
        Require(this.SearchSeconds is >= 5 and <= 300, nameof(this.SearchSeconds), "5 to 300 seconds");
        wrong.AddRange(this.Load.Check().Select(text => $"{nameof(this.Load)}:{text}"));
        wrong.AddRange(this.Crowding.Check().Select(text => $"{nameof(this.Crowding)}:{text}"));
        Require(this.FewestTold is >= 1 and <= 1000, nameof(this.FewestTold), "1 to 1000");
        wrong.AddRange(this.Service.Check().Select(text => $"{nameof(this.Service)}:{text}"));
        wrong.AddRange(this.Cameras.Check().Select(text => $"{nameof(this.Cameras)}:{text}"));
        wrong.AddRange(this.Upstream.Check().Select(text => $"{nameof(this.Upstream)}:{text}"));
        return wrong;

        void Require(bool ok, string setting, string range)
        {
            if (!ok)
            {
                wrong.Add($"{setting} must be {range}.");
            }
        }
    }
}
