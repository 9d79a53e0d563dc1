using System.Collections.Immutable;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Dispatching;

/// <summary>
/// The operators' hand on a pipeline: takes what stands in the log, lets it end when it expires, tells which run a vehicle is to be on, and follows vehicles on
/// runs that the timetable does not have. A function of the records, like all else in the pipeline, whose thread uses it.
/// </summary>
internal sealed class Dispatcher(Schedule schedule, FusionOptions options, VehicleTracks tracks, Action<VehicleTrack> release, Action<VehicleTrack> remove)
{
    /// <summary>So long after its end a vehicle is kept on a run with its own stop times, seconds.</summary>
    private const double AfterSeconds = 300;

    private readonly VehicleOrders orders = new(schedule);
    private readonly SortedDictionary<ExtraRunKey, ExtraProgress> extras = [];
    private readonly HashSet<DeviceId> ignored = [];
    private ImmutableArray<ResolvedChange> standing = [];
    private long nextEnd = long.MaxValue;

    /// <summary>Runs with their own stop times, whoever tells of them.</summary>
    public SnapshotTable<ExtraRunKey, ExtraRun> ExtraRuns { get; } = new(r => r.Key);

    /// <summary>What operators want of runs of the timetable.</summary>
    public SortedDictionary<TripInstance, RunOrder> Orders { get; } = [];

    /// <summary>What operators want from here on; true: it was of use.</summary>
    public bool Take(ServiceChanges told)
    {
        ImmutableArray<ServiceChange> changes = ChangeBook.DecodeStanding(told.Document);
        Dictionary<string, ResolvedChange> known = this.standing.Where(static c => c.Vehicle is null).ToDictionary(static c => c.Key);
        this.standing =
        [
            .. changes
                .Select(c => known.GetValueOrDefault(FormattableString.Invariant($"{c.Id}/{c.Revision}")) ?? ChangeReader.Read(c, schedule, changes))
                .OfType<ResolvedChange>(),
        ];
        this.Apply(told.ReceivedAt);
        return true;
    }

    /// <summary>Lets changes end that expired, and what is ahead of vehicles move on with the time.</summary>
    public void Advance(Timestamp now)
    {
        if (now.UnixSeconds >= this.nextEnd)
        {
            this.Apply(now);
        }

        foreach (ExtraProgress extra in this.extras.Values)
        {
            if (extra.Vehicle != default && !extra.IsComplete && now.SecondsSince(extra.HeardAt) >= options.LostAfterSeconds)
            {
                // Old predictions of a run that readers know of by them alone would take it away with them; its plan stands.
                if (tracks.TryFind(extra.Vehicle, out VehicleTrack? lost) && lost.Extra == extra)
                {
                    lost.Extra = null;
                }

                extra.Forget();
                this.ExtraRuns.Set(extra.Plan);
            }
            else if (extra.Vehicle != default && !extra.IsComplete && this.ExtraRuns.FindCurrent(extra.Plan.Key) is { } shown
                && shown.Stops[extra.StopPosition] is { Passed: false } ahead && ahead.Arrival < now.UnixSeconds)
            {
                this.ExtraRuns.Set(extra.Show(now.UnixMilliseconds / 1000.0));
            }
        }
    }

    /// <summary>The report with the operator's word on its run in the place of the device's own.</summary>
    public AvlReport Direct(AvlReport report) =>
        this.orders.Any ? this.orders.Direct(report, tracks.TryFind(report.Device, out VehicleTrack? track) ? track : null) : report;

    /// <summary>Follows a vehicle that an operator put on a run with its own stop times, or that names one; false: it is on none.</summary>
    public bool Follow(VehicleTrack track, AvlReport report, double at)
    {
        track.IsOrdered = this.orders.Has(report.Device);
        if (this.extras.Count == 0 || this.Find(report, at) is not { } extra || (extra.IsComplete && at > extra.CompletedAt + AfterSeconds))
        {
            this.Forget(track);
            return false;
        }

        if (extra.Vehicle != report.Device && extra.Vehicle != default && !track.IsOrdered && report.ReceivedAt.SecondsSince(extra.HeardAt) < options.LostAfterSeconds)
        {
            // Another vehicle is on it.
            this.Forget(track);
            return false;
        }

        if (track.Extra != extra)
        {
            this.Forget(track);
            if (extra.Vehicle != default && tracks.TryFind(extra.Vehicle, out VehicleTrack? former) && former.Extra == extra)
            {
                former.Extra = null;
            }

            release(track);
            track.Extra = extra;
        }

        extra.Follow(report, at, schedule);
        track.UnmatchedReason = RejectionReason.None;
        track.Phase = VehiclePhase.InService;
        track.RouteIndex = extra.Plan.RouteIndex;
        this.ExtraRuns.Set(extra.Show(at));
        return true;
    }

    /// <summary>The vehicle is on no run with its own stop times any more.</summary>
    public void Forget(VehicleTrack track)
    {
        if (track.Extra is not { } extra)
        {
            return;
        }

        track.Extra = null;
        if (extra.Vehicle == track.Id && !extra.IsComplete)
        {
            extra.Forget();
            this.ExtraRuns.Set(extra.Plan);
        }
    }

    private void Apply(Timestamp now)
    {
        ResolvedChange[] active = [.. this.standing.Where(c => c.ExpiresAt > now.UnixSeconds)];
        this.nextEnd = active.Length == 0 ? long.MaxValue : active.Min(static c => c.ExpiresAt);
        this.Orders.Clear();
        foreach (ResolvedChange change in active.Where(static c => c.Order is not null))
        {
            this.Orders[change.Run] = this.Orders.TryGetValue(change.Run, out RunOrder? other) ? other.With(change.Order!) : change.Order!;
        }

        this.ApplyExtra([.. active.Select(static c => c.Extra).OfType<ExtraRun>()]);
        this.orders.Replace(active.Select(static c => c.Vehicle).OfType<VehicleOrder>());
        DeviceId[] unwanted = [.. active.Select(static c => c.Ignored).OfType<DeviceId>().Order()];
        foreach (DeviceId device in unwanted.Where(d => !this.ignored.Contains(d)))
        {
            if (tracks.TryFind(device, out VehicleTrack? track))
            {
                remove(track);
            }
        }

        this.ignored.Clear();
        this.ignored.UnionWith(unwanted);
    }

    private void ApplyExtra(ExtraRun[] plans)
    {
        SortedDictionary<ExtraRunKey, ExtraRun> wanted = [];
        foreach (ExtraRun plan in plans)
        {
            wanted[plan.Key] = plan;
        }

        foreach ((ExtraRunKey key, ExtraProgress extra) in this.extras.ToArray())
        {
            if (wanted.TryGetValue(key, out ExtraRun? plan) && ReferenceEquals(plan, extra.Plan))
            {
                continue;
            }

            if (tracks.TryFind(extra.Vehicle, out VehicleTrack? track) && track.Extra == extra)
            {
                track.Extra = null;
            }

            this.extras.Remove(key);
            this.ExtraRuns.Remove(key);
        }

        foreach ((ExtraRunKey key, ExtraRun plan) in wanted)
        {
            if (!this.extras.ContainsKey(key))
            {
                this.extras[key] = new ExtraProgress(plan, schedule);
                this.ExtraRuns.Set(plan);
            }
        }
    }

    /// <summary>The run that the operator wants the vehicle on, or that it names; of several days the one that is nearest.</summary>
    private ExtraProgress? Find(AvlReport report, double at)
    {
        if (this.orders.FindExtra(report.Device) is { } key)
        {
            return this.extras.GetValueOrDefault(key);
        }

        if (report.TripId is null || this.orders.Has(report.Device))
        {
            return null;
        }

        return this.extras.Values
            .Where(e => e.Plan.Key.TripId == report.TripId
                && (report.StartDate is null || report.StartDate == e.Plan.Key.ServiceDate)
                && (report.StartTime is null || report.StartTime.Value.Seconds == e.Plan.Key.StartSeconds))
            .MinBy(e => Math.Abs(e.Plan.Stops[0].Departure - at));
    }
}
