using System.Collections.Immutable;
using System.IO.Hashing;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>Other agencies' alerts, as riders are told of them. Fed by the records like all else in the pipeline. The thread of the pipeline uses it.</summary>
internal sealed class UpstreamAlerts(Schedule schedule, FusionOptions options, FusionTally tally)
{
    private readonly AlertRepair repair = new(schedule, options);
    private readonly Dictionary<string, KeptAlert> alerts = new(StringComparer.Ordinal);
    private ImmutableArray<ServiceAlert> current = [];
    private bool isChanged;

    /// <summary>Takes one that an agency's feed has; true: it was of use.</summary>
    public bool Take(UpstreamEntity told, FeedEntity entity)
    {
        string key = KeyOf(told.Device, entity.Id);
        if (told.ReceivedAt.SecondsSince(told.MeasuredAt) > options.Upstream.AlertStaleSeconds)
        {
            this.NoteStale(told.ReceivedAt, told.Device, entity.Id, told.MeasuredAt);
            this.Forget(told.Device, entity.Id);
            return false;
        }

        ulong hash = XxHash3.HashToUInt64(told.Entity);
        if (this.alerts.TryGetValue(key, out KeptAlert? kept) && kept.Hash == hash)
        {
            (kept.MeasuredAt, kept.TakenAt) = (told.MeasuredAt, told.ReceivedAt);
            return true;
        }

        var notes = new RepairNotes();
        ServiceAlert? repaired = this.repair.Repair(entity, told.Device.ToString(), told.ReceivedAt, notes);
        if (repaired is not null && kept is null && this.alerts.Count >= options.Upstream.MaxAlerts)
        {
            notes.Add(RejectionReason.TooManyAlerts, $"Fusion:Fusion:Upstream:MaxAlerts allows {options.Upstream.MaxAlerts}");
            repaired = null;
        }

        foreach ((RejectionReason reason, string detail) in notes.All)
        {
            tally.Note(told.ReceivedAt, reason, told.Device.ToString(), detail);
        }

        if (repaired is null)
        {
            this.Forget(told.Device, entity.Id);
            return false;
        }

        this.alerts[key] = new KeptAlert { Source = told.Device, EntityId = entity.Id, Hash = hash, MeasuredAt = told.MeasuredAt, TakenAt = told.ReceivedAt, Alert = repaired };
        this.isChanged = true;
        return true;
    }

    /// <summary>The agency has it no more.</summary>
    public void Forget(DeviceId source, string entityId) => this.isChanged |= this.alerts.Remove(KeyOf(source, entityId));

    /// <summary>The agency has no more what it has not told since a moment.</summary>
    public void ForgetBefore(DeviceId source, Timestamp at)
    {
        foreach (KeptAlert kept in this.alerts.Values.Where(k => k.Source == source && k.TakenAt < at).ToArray())
        {
            this.Forget(source, kept.EntityId);
        }
    }

    /// <summary>Lets go what its agency has not renewed for too long.</summary>
    public void Advance(Timestamp now)
    {
        foreach (KeptAlert kept in this.alerts.Values.Where(k => now.SecondsSince(k.MeasuredAt) > options.Upstream.AlertStaleSeconds).ToArray())
        {
            this.NoteStale(now, kept.Source, kept.EntityId, kept.MeasuredAt);
            this.Forget(kept.Source, kept.EntityId);
        }
    }

    /// <summary>What is known, in the ordinal order of the ids; the same array while nothing changed.</summary>
    public ImmutableArray<ServiceAlert> List()
    {
        if (this.isChanged)
        {
            this.current = [.. this.alerts.Values.Select(k => k.Alert).OrderBy(a => a.Id, StringComparer.Ordinal)];
            this.isChanged = false;
        }

        return this.current;
    }

    private static string KeyOf(DeviceId source, string entityId) => $"{source}|{entityId}";

    private void NoteStale(Timestamp at, DeviceId source, string entityId, Timestamp measuredAt) => tally.Note(
        at, RejectionReason.AlertStale, source.ToString(), $"alert {Shown.Text(entityId)}: its feed is of {measuredAt}; Fusion:Fusion:Upstream:AlertStaleSeconds allows {options.Upstream.AlertStaleSeconds} s");
}

/// <summary>One alert of an agency.</summary>
internal sealed class KeptAlert
{
    /// <summary>The agency's feed.</summary>
    public required DeviceId Source { get; init; }

    /// <summary>Its id there.</summary>
    public required string EntityId { get; init; }

    /// <summary>Of what was sent.</summary>
    public required ulong Hash { get; init; }

    /// <summary>The feed's time when it was there last.</summary>
    public required Timestamp MeasuredAt { get; set; }

    /// <summary>When it came last.</summary>
    public required Timestamp TakenAt { get; set; }

    /// <summary>What riders are told.</summary>
    public required ServiceAlert Alert { get; init; }
}
