using TransitHub.Core.Fusion;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>Other agencies' runs that the timetable does not have. Fed by the records like all else in the pipeline. The thread of the pipeline uses it.</summary>
internal sealed class UpstreamExtras(Schedule schedule, FusionOptions options)
{
    /// <summary>A run is shown so long after its last time, seconds.</summary>
    private const int ShownAfterSeconds = 300;

    private readonly ExtraRepair repair = new(schedule, options);
    private readonly Dictionary<string, KeptExtra> runs = new(StringComparer.Ordinal);
    private readonly Dictionary<ExtraRunKey, string> entities = [];
    private readonly HashSet<ExtraRunKey> touched = [];

    /// <summary>How many runs are known.</summary>
    public int Count => this.runs.Count;

    /// <summary>As <see cref="ExtraRepair.Takes"/>.</summary>
    public bool Takes(TripUpdate update, RepairNotes notes) => this.repair.Takes(update, notes);

    /// <summary>Takes one that an agency's feed has; true: it was of use.</summary>
    /// <param name="key">Source and entity.</param>
    /// <param name="told">The record.</param>
    /// <param name="entity">What is in it.</param>
    /// <param name="notes">Takes what was changed, or why it was left out.</param>
    public bool Take(string key, UpstreamEntity told, FeedEntity entity, RepairNotes notes)
    {
        ExtraRun? run = this.repair.Repair(entity, told.Device.ToString(), told.MeasuredAt, told.ReceivedAt, notes);
        if (run is not null && !this.MayStand(key, run, notes))
        {
            return false;
        }

        if (this.runs.TryGetValue(key, out KeptExtra? before) && before.Run.Key != run?.Key)
        {
            this.Forget(key);
        }

        if (run is null)
        {
            return false;
        }

        this.runs[key] = new KeptExtra { Run = run, TakenAt = told.ReceivedAt };
        this.entities[run.Key] = key;
        this.touched.Add(run.Key);
        return true;
    }

    /// <summary>The agency has it no more.</summary>
    public void Forget(string key)
    {
        if (this.runs.Remove(key, out KeptExtra? kept))
        {
            this.entities.Remove(kept.Run.Key);
            this.touched.Add(kept.Run.Key);
        }
    }

    /// <summary>The agency has no more what it has not told since a moment.</summary>
    /// <param name="source">How its keys begin.</param>
    /// <param name="at">The moment.</param>
    public void ForgetBefore(string source, Timestamp at)
    {
        foreach (string key in this.runs.Where(r => r.Value.TakenAt < at && r.Key.StartsWith(source, StringComparison.Ordinal)).Select(r => r.Key).ToArray())
        {
            this.Forget(key);
        }
    }

    /// <summary>Lets go what was not renewed, or is over.</summary>
    public void Advance(Timestamp now)
    {
        foreach (string key in this.runs.Where(r => this.IsOver(r.Value.Run, now)).Select(r => r.Key).ToArray())
        {
            this.Forget(key);
        }
    }

    /// <summary>Puts what changed since the last time into the table of the state. What an operator says of a run stands.</summary>
    public void Show(SnapshotTable<ExtraRunKey, ExtraRun> table)
    {
        foreach (ExtraRunKey key in this.touched.Where(key => table.FindCurrent(key) is not { ChangeId: not null }))
        {
            if (this.entities.TryGetValue(key, out string? entity))
            {
                table.Set(this.runs[entity].Run);
            }
            else
            {
                table.Remove(key);
            }
        }

        this.touched.Clear();
    }

    private bool IsOver(ExtraRun run, Timestamp now) =>
        now.SecondsSince(run.MeasuredAt) > options.Upstream.StaleSeconds || run.Stops[^1].Departure + ShownAfterSeconds < now.UnixSeconds;

    /// <summary>Of two entities of one run the newer stands, and there is a bound.</summary>
    private bool MayStand(string key, ExtraRun run, RepairNotes notes)
    {
        if (this.entities.TryGetValue(run.Key, out string? other) && other != key)
        {
            notes.Add(RejectionReason.UpdateRepeated, $"entities {Shown.Text(other)} and {Shown.Text(key)}");
            if (this.runs[other].Run.MeasuredAt > run.MeasuredAt)
            {
                return false;
            }

            this.Forget(other);
        }
        else if (!this.runs.ContainsKey(key) && this.runs.Count >= options.Upstream.MaxRuns)
        {
            notes.Add(RejectionReason.TooManyUpdates, $"Fusion:Fusion:Upstream:MaxRuns allows {options.Upstream.MaxRuns}");
            return false;
        }

        return true;
    }
}

/// <summary>One run of an agency that the timetable does not have.</summary>
internal sealed class KeptExtra
{
    /// <summary>What readers see of it.</summary>
    public required ExtraRun Run { get; init; }

    /// <summary>When it came.</summary>
    public required Timestamp TakenAt { get; init; }
}
