using Google.Protobuf;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>
/// What other agencies foretell of runs, as readers see it, by run. Fed by the records like all else in the pipeline, so that a replay and a
/// restart give the same. The thread of the pipeline uses it.
/// </summary>
internal sealed class UpstreamRuns(Schedule schedule, FusionOptions options, FusionTally tally)
{
    /// <summary>A run is shown so long after its last time, seconds.</summary>
    private const int ShownAfterSeconds = 300;

    private readonly UpstreamRepair repair = new(schedule, options);
    private readonly SortedDictionary<TripInstance, KeptUpdate> runs = [];
    private readonly Dictionary<string, TripInstance> byEntity = new(StringComparer.Ordinal);

    /// <summary>How many runs are known.</summary>
    public int Count => this.runs.Count;

    /// <summary>What other agencies tell riders.</summary>
    public UpstreamAlerts Alerts { get; } = new(schedule, options, tally);

    /// <summary>What other agencies foretell of runs that the timetable does not have.</summary>
    public UpstreamExtras Extras { get; } = new(schedule, options);

    /// <summary>What is known, in the order of the runs.</summary>
    public IEnumerable<KeptUpdate> All => this.runs.Values;

    /// <summary>Takes what an agency's feed has; true: it was of use.</summary>
    public bool Take(UpstreamEntity told)
    {
        if (Parse(told) is not { } entity)
        {
            this.Note(told, RejectionReason.UpdateMalformed, "the entity is none");
            return false;
        }

        string key = $"{told.Device}|{entity.Id}";
        if (entity.IsDeleted)
        {
            this.TakeGone(told, key, entity.Id);
            return true;
        }

        bool isAlertUsed = entity.Alert is not null && this.Alerts.Take(told, entity);
        if (entity.TripUpdate is null)
        {
            return isAlertUsed;
        }

        var notes = new RepairNotes();
        bool isUsed = this.Extras.Takes(entity.TripUpdate, notes) ? this.TakeExtra(key, told, entity, notes) : this.TakeRun(key, told, entity, notes);
        foreach ((RejectionReason reason, string detail) in notes.All)
        {
            this.Note(told, reason, detail);
        }

        return isUsed;
    }

    /// <summary>Lets go what was not renewed, or is over.</summary>
    public void Advance(Timestamp now)
    {
        this.Alerts.Advance(now);
        this.Extras.Advance(now);
        foreach (KeptUpdate kept in this.runs.Values.Where(k => this.IsOver(k, now)).ToArray())
        {
            this.Forget(kept.Key);
        }
    }

    private bool TakeExtra(string key, UpstreamEntity told, FeedEntity entity, RepairNotes notes)
    {
        this.Forget(key);
        return this.Extras.Take(key, told, entity, notes);
    }

    private bool TakeRun(string key, UpstreamEntity told, FeedEntity entity, RepairNotes notes)
    {
        this.Extras.Forget(key);
        if (this.repair.Repair(entity, told.MeasuredAt, told.ReceivedAt, notes) is { } repaired)
        {
            return this.Keep(key, told, repaired, notes);
        }

        this.Forget(key);
        return false;
    }

    /// <summary>One entity is gone; without an id, all that the source has not told since.</summary>
    private void TakeGone(UpstreamEntity told, string key, string entityId)
    {
        if (entityId.Length > 0)
        {
            this.Forget(key);
            this.Extras.Forget(key);
            this.Alerts.Forget(told.Device, entityId);
            return;
        }

        string source = $"{told.Device}|";
        foreach (KeptUpdate kept in this.runs.Values.Where(k => k.TakenAt < told.ReceivedAt && k.Key.StartsWith(source, StringComparison.Ordinal)).ToArray())
        {
            this.Forget(kept.Key);
        }

        this.Extras.ForgetBefore(source, told.ReceivedAt);
        this.Alerts.ForgetBefore(told.Device, told.ReceivedAt);
    }

    private static FeedEntity? Parse(UpstreamEntity told)
    {
        try
        {
            return FeedEntity.Parser.ParseFrom(told.Entity);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private bool IsOver(KeptUpdate kept, Timestamp now) =>
        now.SecondsSince(kept.MeasuredAt) > options.Upstream.StaleSeconds || (kept.Run is { } run && run.Stops[^1].Departure + ShownAfterSeconds < now.UnixSeconds);

    private bool Keep(string key, UpstreamEntity told, RepairedUpdate repaired, RepairNotes notes)
    {
        if (this.byEntity.TryGetValue(key, out TripInstance before) && before != repaired.Trip)
        {
            this.Forget(key);
        }

        if (this.runs.TryGetValue(repaired.Trip, out KeptUpdate? other) && other.Key != key)
        {
            notes.Add(RejectionReason.UpdateRepeated, $"entities {Shown.Text(other.Key)} and {Shown.Text(key)}");
            if (other.MeasuredAt > repaired.MeasuredAt)
            {
                return false;
            }

            this.Forget(other.Key);
        }
        else if (other is null && this.runs.Count >= options.Upstream.MaxRuns)
        {
            notes.Add(RejectionReason.TooManyUpdates, $"Fusion:Fusion:Upstream:MaxRuns allows {options.Upstream.MaxRuns}");
            return false;
        }

        this.byEntity[key] = repaired.Trip;
        this.runs[repaired.Trip] = KeptUpdate.Of(key, told, repaired, schedule);
        return true;
    }

    private void Forget(string key)
    {
        if (this.byEntity.Remove(key, out TripInstance run) && this.runs.TryGetValue(run, out KeptUpdate? kept) && kept.Key == key)
        {
            this.runs.Remove(run);
        }
    }

    private void Note(UpstreamEntity told, RejectionReason reason, string detail) => tally.Note(told.ReceivedAt, reason, told.Device.ToString(), detail);
}

/// <summary>One run's update: of a run that takes place or of one that is canceled.</summary>
internal sealed class KeptUpdate
{
    /// <summary>Source and entity.</summary>
    public required string Key { get; init; }

    /// <summary>When it was made.</summary>
    public required Timestamp MeasuredAt { get; init; }

    /// <summary>When it came.</summary>
    public required Timestamp TakenAt { get; init; }

    /// <summary>What readers see of it; null: it is canceled.</summary>
    public TripSnapshot? Run { get; init; }

    /// <summary>What readers see of a canceled one; null: it is not.</summary>
    public UnseenRun? Canceled { get; init; }

    public static KeptUpdate Of(string key, UpstreamEntity told, RepairedUpdate repaired, Schedule schedule)
    {
        var mark = new UpstreamRun(told.Device.ToString(), repaired.Entity);
        return repaired.IsCanceled
            ? new KeptUpdate
            {
                Key = key,
                MeasuredAt = repaired.MeasuredAt,
                TakenAt = told.ReceivedAt,
                Canceled = new UnseenRun { Trip = repaired.Trip, State = RunState.Canceled, Since = repaired.MeasuredAt, IsDeleted = repaired.IsDeleted, Probability = 0.01f, Upstream = mark },
            }
            : new KeptUpdate
            {
                Key = key,
                MeasuredAt = repaired.MeasuredAt,
                TakenAt = told.ReceivedAt,
                Run = new TripSnapshot
                {
                    Trip = repaired.Trip,
                    Vehicle = DeviceId.TryParse(repaired.Vehicle, out DeviceId vehicle) ? vehicle : default,
                    IsCurrent = repaired.Stops[0].Passed || repaired.Stops[0].Position > 0,
                    MeasuredAt = repaired.MeasuredAt,
                    DelaySeconds = DelayOf(repaired, schedule),
                    Stops = repaired.Stops,
                    AssignedStops = repaired.Assigned,
                    Upstream = mark,
                },
            };
    }

    private static int? DelayOf(RepairedUpdate repaired, Schedule schedule)
    {
        if (Feeds.TripDescriptorWriter.RunsByHeadway(schedule, repaired.Trip.TripIndex))
        {
            return null;
        }

        var timetable = new RunTimetable(schedule, repaired.Trip);
        StopPrediction next = repaired.Stops.FirstOrDefault(s => !s.Passed && !s.IsSkipped, repaired.Stops[^1]);
        return (int)(next.Arrival - timetable.Arrival(next.Position));
    }
}
