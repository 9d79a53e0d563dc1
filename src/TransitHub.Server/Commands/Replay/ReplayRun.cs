using TransitHub.Core.Devices;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Training.Baselines;

namespace TransitHub.Server.Commands.Replay;

/// <summary>
/// The hub's own way of a record (gate, fusion, snapshot) driven by the recording's received time. A snapshot of a
/// moment holds what was received up to it and nothing later.
/// </summary>
internal sealed class ReplayRun
{
    /// <summary>Timer records between snapshots, seconds of the recording: as often as a live hub looks at its clock.</summary>
    private const int TimerSeconds = 1;

    /// <summary>So long what a camera saw may still be given to a run, seconds.</summary>
    private const double PassagesWaitSeconds = 900;

    private readonly ReplayOptions options;
    private readonly Schedule schedule;
    private readonly bool isLog;
    private readonly RejectedRecordsFile? rejected;
    private readonly ObservationGate gate;
    private readonly FusionPipeline pipeline;
    private readonly UnmatchedReasons unmatched;
    private readonly ReplayTicks ticks;
    private readonly ReplayTicks timer = new(TimerSeconds);
    private readonly HashSet<DeviceId> vehicles = [];
    private readonly double waitSeconds;

    /// <summary>Prepares the run.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="schedule">The static feed.</param>
    /// <param name="isLog">True for a hub's own log, whose observations passed a gate already.</param>
    /// <param name="rejected">Takes the refused and unmatched records; null: they are only counted.</param>
    /// <param name="model">A learned model; null: the formula alone.</param>
    /// <param name="devices">Counting devices, read against the schedule; null: passages tell nothing of runs.</param>
    public ReplayRun(
        ReplayOptions options, Schedule schedule, bool isLog, RejectedRecordsFile? rejected, IArrivalModel? model = null, DeviceRegistry? devices = null)
    {
        this.options = options;
        this.schedule = schedule;
        this.isLog = isLog;
        this.rejected = rejected;
        this.gate = new ObservationGate(new GateOptions(), schedule.Extent, devices is null ? null : devices.IsZone, devices is null ? null : devices.Vehicles.IsPrivate);
        this.pipeline = new FusionPipeline(options.Feed, schedule, new FusionOptions(), this.Counts.Ledger, model, devices);
        this.unmatched = new UnmatchedReasons(this.Counts.Ledger);
        this.ticks = new ReplayTicks(options.EverySeconds);
        this.waitSeconds = devices is null || devices.All.IsEmpty ? 0 : PassagesWaitSeconds;
    }

    /// <summary>What was counted so far.</summary>
    public ReplayCounts Counts { get; } = new();

    /// <summary>True when a record lies behind the window's end, so that none needs to be read any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Lets the hub know link times of earlier days, before the first record.</summary>
    public void LearnEarlier(IEnumerable<LinkPassage> passages) => this.pipeline.LearnEarlierDays(
        passages.Select(p => new EarlierPassage(p.Link, ServiceDate.FromDayNumber(p.Day), p.LeftAt, p.Seconds)));

    /// <summary>Takes records in order; gives the snapshots that came due.</summary>
    public IEnumerable<HubSnapshot> Take(ReplayRecord[] batch)
    {
        foreach (ReplayRecord record in batch)
        {
            if (record.ReceivedAt > this.options.To)
            {
                this.IsOver = true;
                yield break;
            }

            foreach (HubSnapshot snapshot in this.AdvanceTo(record.ReceivedAt))
            {
                yield return snapshot;
            }

            this.Take(record);
        }
    }

    /// <summary>Gives the snapshots up to the first moment that holds all records.</summary>
    public IEnumerable<HubSnapshot> End()
    {
        if (this.Counts.Last is not { } last)
        {
            yield break;
        }

        var end = new ReplayTicks(this.options.EverySeconds);
        end.StartAt(last);
        foreach (HubSnapshot snapshot in this.AdvanceTo(end.Next!.Value.AddMilliseconds(1)))
        {
            yield return snapshot;
        }

        this.Counts.Vehicles = this.vehicles.Count;
        this.Counts.Fusion = this.pipeline.Counters;
    }

    /// <summary>Lets time pass up to a record: timers and snapshots strictly before it.</summary>
    private IEnumerable<HubSnapshot> AdvanceTo(Timestamp moment)
    {
        if (this.ticks.Next is null)
        {
            this.ticks.StartAt(moment);
            this.timer.StartAt(moment);
        }

        while (this.timer.Next < moment || this.ticks.Next < moment)
        {
            Timestamp due = this.timer.Next <= this.ticks.Next ? this.timer.Next!.Value : this.ticks.Next!.Value;
            this.pipeline.Advance(due);
            if (due == this.timer.Next)
            {
                this.timer.Pass();
            }

            if (due != this.ticks.Next)
            {
                continue;
            }

            this.ticks.Pass();
            if (due >= this.options.From.GetValueOrDefault() && !(due > this.options.To))
            {
                yield return this.pipeline.TakeSnapshot(due);
            }

            // After a silence in which every vehicle has left the feed, and every passage found its run or never will, nothing can change until
            // the next record.
            if (this.pipeline.Counters is { Vehicles: 0, Trips: 0 } && this.Counts.Last.GetValueOrDefault().AddSeconds(this.waitSeconds) < due)
            {
                this.ticks.StartAt(moment);
                this.timer.StartAt(moment);
            }
        }
    }

    private void Take(in ReplayRecord record)
    {
        this.Counts.First ??= record.ReceivedAt;
        this.Counts.Last = record.ReceivedAt;
        this.Counts.Rows += record.StartsRow ? 1 : 0;
        this.Counts.Observations++;
        if (record.Refusal is { } refusal)
        {
            this.Counts.Ledger.Count(refusal.Reason);
            this.rejected?.Add(record, refusal.Reason, refusal.Device, null, refusal.Detail);
            return;
        }

        Observation observation = record.Observation!;
        AvlReport? report = observation as AvlReport;
        bool isOfKnownTrip = report?.TripId is { } trip && this.schedule.Trips.TryFind(trip, out _);
        this.Counts.TripTagged += report?.TripId is null ? 0 : 1;
        this.Counts.OfKnownTrips += isOfKnownTrip ? 1 : 0;
        GateVerdict verdict = this.isLog ? GateVerdict.Accept(observation) : this.gate.Check(observation);
        if (verdict.Accepted is not { } accepted)
        {
            this.Counts.Ledger.Count(verdict.Reason);
            this.rejected?.Add(record, verdict.Reason, observation.Device.ToString(), report?.TripId, verdict.Detail);
            return;
        }

        this.Counts.Accepted++;
        this.Counts.OfKnownTripsAccepted += isOfKnownTrip ? 1 : 0;
        if (report is null)
        {
            this.pipeline.Process(accepted);
            return;
        }

        this.vehicles.Add(observation.Device);
        FusionCounters before = this.pipeline.Counters;
        RejectionReason? withheld = this.Fuse(accepted);
        bool isMatched = this.pipeline.Counters.Matched > before.Matched;
        this.Counts.OfKnownTripsMatched += isOfKnownTrip && isMatched ? 1 : 0;
        this.Counts.OfKnownTripsPlaced += isOfKnownTrip && isMatched && withheld is null ? 1 : 0;
        if (withheld is { } reason)
        {
            this.rejected?.Add(record, reason, observation.Device.ToString(), report.TripId, isMatched ? "its run is known; the position is held back from it" : string.Empty);
        }
    }

    /// <summary>Why the report has no run, or is held back from it; null: neither.</summary>
    private RejectionReason? Fuse(Observation accepted)
    {
        this.unmatched.Remember();
        this.pipeline.Process(accepted);
        return this.unmatched.FindNew();
    }
}
