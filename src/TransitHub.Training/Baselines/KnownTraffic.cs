using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Baselines;

/// <summary>
/// What the plain methods know at a moment. An arrival is known from the receipt of the first report of the run's vehicle that was measured at
/// or after it; then its exact time is known, which is generous. The reports are those of the recording as it was received, with their
/// trips even where the hub does not get to see them.
/// </summary>
public sealed class KnownTraffic
{
    /// <summary>A vehicle's runs that still wait for arrivals: the present one and those that it has just left.</summary>
    private const int OpenRuns = 3;

    private readonly Schedule schedule;
    private readonly ArrivalTruth truth;
    private readonly Action<LinkPassage> passed;
    private readonly Dictionary<TrueRun, ObservedRun> observed = [];
    private readonly Dictionary<DeviceId, List<ObservedRun>> open = [];
    private readonly Dictionary<string, TrueRun[]> byVehicle;
    private readonly List<ObservedRun> running = [];
    private readonly List<LinkPassage> passages = [];

    /// <summary>Starts knowing nothing.</summary>
    /// <param name="schedule">The timetable.</param>
    /// <param name="truth">The true arrivals, closed.</param>
    /// <param name="passed">Told each link passage when it becomes known.</param>
    public KnownTraffic(Schedule schedule, ArrivalTruth truth, Action<LinkPassage> passed)
    {
        ArgumentNullException.ThrowIfNull(truth);
        this.schedule = schedule;
        this.truth = truth;
        this.passed = passed;
        this.byVehicle = truth.Runs.Where(r => r.Vehicle is not null).GroupBy(r => r.Vehicle!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderBy(r => r.Begins).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Runs that have begun by what is known, in the order in which that became known.</summary>
    public IReadOnlyList<ObservedRun> Running => this.running;

    /// <summary>What is known of a run; null: nothing.</summary>
    public ObservedRun? Find(TrueRun run) => this.observed.GetValueOrDefault(run);

    /// <summary>The true run that a report names, or that the truth says of its vehicle; null: none is known.</summary>
    public TrueRun? RunOf(AvlReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        double moment = Moment(report);
        if (this.byVehicle.TryGetValue(report.Device.ToString(), out TrueRun[]? own))
        {
            return Array.FindLast(own, r => r.Begins <= moment);
        }

        return report.TripId is not null && this.schedule.Trips.TryFind(report.TripId, out int trip)
            ? this.truth.Find(trip, report.StartDate, moment)
            : null;
    }

    /// <summary>Takes a report as it was recorded; they come in received order.</summary>
    public void Observe(AvlReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        TrueRun? named = this.RunOf(report);
        if (!this.open.TryGetValue(report.Device, out List<ObservedRun>? own))
        {
            if (named is null)
            {
                return;
            }

            this.open.Add(report.Device, own = []);
        }

        if (named is not null && !own.Exists(r => r.Truth == named))
        {
            this.Open(own, named);
        }

        double moment = Moment(report);
        for (int i = own.Count - 1; i >= 0; i--)
        {
            this.Learn(own[i], moment);
            if (moment >= own[i].Truth.Ends && own[i].Truth != named)
            {
                own.RemoveAt(i);
            }
        }
    }

    /// <summary>Forgets the runs whose last true arrival has passed.</summary>
    public void Leave(double now) => this.running.RemoveAll(r => r.Truth.Ends <= now);

    private static double Moment(AvlReport report) => Math.Min(report.MeasuredAt.UnixMilliseconds, report.ReceivedAt.UnixMilliseconds) / 1000.0;

    private void Open(List<ObservedRun> own, TrueRun run)
    {
        if (!this.observed.TryGetValue(run, out ObservedRun? known))
        {
            known = new ObservedRun(run);
            this.observed.Add(run, known);
        }

        own.Add(known);
        if (own.Count > OpenRuns)
        {
            own.RemoveAt(0);
        }
    }

    private void Learn(ObservedRun run, double moment)
    {
        int former = run.Reached;
        if (!run.Learn(moment))
        {
            return;
        }

        if (former < 0)
        {
            this.running.Add(run);
        }

        this.passages.Clear();
        for (int stop = former + 1; stop <= run.Reached; stop++)
        {
            if (double.IsNaN(run.KnownTime(stop)))
            {
                continue;
            }

            if (former >= 0)
            {
                LinkPassages.Between(this.schedule, run.Truth, former, stop, this.passages);
            }

            former = stop;
        }

        foreach (LinkPassage passage in this.passages)
        {
            this.passed(passage);
        }
    }
}
