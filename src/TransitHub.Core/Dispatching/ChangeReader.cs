using System.Collections.Immutable;
using System.Globalization;
using TransitHub.Core.Alerting;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Dispatching;

/// <summary>Checks what an operator wrote, and brings it into the terms of a schedule.</summary>
public static class ChangeReader
{
    /// <summary>So far ahead a change may expire, seconds: what holds longer belongs into the timetable.</summary>
    public const long LongestSeconds = 31 * 86_400;

    private const int LongestNote = 500;

    /// <summary>What is wrong: each field with its sentences; empty when all is well.</summary>
    /// <param name="draft">What the operator wrote.</param>
    /// <param name="id">The id of the change that it is to be.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="standing">The other changes that are not over.</param>
    /// <param name="now">Unix seconds.</param>
    public static IReadOnlyDictionary<string, string[]> Check(ChangeDraft draft, string id, Schedule schedule, IEnumerable<ServiceChange> standing, long now)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(standing);
        Complaints wrong = new();
        wrong.Require(draft.Kind is { } kind && ChangeKind.All.Contains(kind), "kind", $"is one of {string.Join(", ", ChangeKind.All)}.");
        wrong.Require(
            draft.ExpiresAt > now && draft.ExpiresAt <= now + LongestSeconds, "expires_at",
            string.Create(CultureInfo.InvariantCulture, $"is needed: when it ends by itself, Unix seconds after now ({now}) and within {LongestSeconds / 86_400} days."));
        wrong.Require(draft.Note is null or { Length: <= LongestNote }, "note", $"has at most {LongestNote} characters.");
        if (wrong.IsEmpty)
        {
            ChangeFields.Check(draft, draft.Kind!, wrong);
        }

        if (wrong.IsEmpty)
        {
            ServiceChange[] others = [.. standing.Where(c => c.Id != id)];
            Resolve(new ServiceChange(id, 0, draft, now, now, string.Empty, null), schedule, others, wrong);
        }

        return wrong.ByField();
    }

    /// <summary>The change in the schedule's terms; null where the schedule does not know what it names.</summary>
    /// <param name="change">The change.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="standing">All changes that stand.</param>
    internal static ResolvedChange? Read(ServiceChange change, Schedule schedule, IReadOnlyCollection<ServiceChange> standing)
    {
        Complaints wrong = new();
        if (change.Content.Kind is not { } kind || !ChangeKind.All.Contains(kind) || change.Content.ExpiresAt is null)
        {
            return null;
        }

        ChangeFields.Check(change.Content, kind, wrong);
        ResolvedChange? made = wrong.IsEmpty ? Resolve(change, schedule, [.. standing.Where(c => c.Id != change.Id)], wrong) : null;
        return wrong.IsEmpty ? made : null;
    }

    /// <summary>Why a change has no effect with a schedule, for an operator; null: it has.</summary>
    public static string? ProblemOf(ServiceChange change, Schedule schedule, IReadOnlyCollection<ServiceChange> standing)
    {
        ArgumentNullException.ThrowIfNull(change);
        Complaints wrong = new();
        Resolve(change, schedule, [.. standing.Where(c => c.Id != change.Id)], wrong);
        return wrong.IsEmpty ? null : string.Join(' ', wrong.ByField().SelectMany(f => f.Value.Select(v => $"{f.Key} {v}")));
    }

    private static ResolvedChange? Resolve(ServiceChange change, Schedule schedule, ServiceChange[] others, Complaints wrong)
    {
        ChangeDraft draft = change.Content;
        var made = new ResolvedChange
        {
            Key = string.Create(CultureInfo.InvariantCulture, $"{change.Id}/{change.Revision}"),
            ExpiresAt = draft.ExpiresAt ?? 0,
        };
        RunNames names = new(schedule, wrong);
        switch (draft.Kind)
        {
            case ChangeKind.Cancel or ChangeKind.Delete:
                return names.FindRun(draft) is { } gone
                    ? made with { Run = gone, Order = OrderOf(change) with { IsWithdrawn = true, IsDeleted = draft.Kind == ChangeKind.Delete } }
                    : null;
            case ChangeKind.ChangeStops:
                return names.FindRun(draft) is { } run ? made with { Run = run, Order = StopOrders.Read(draft, run, schedule, OrderOf(change), wrong) } : null;
            case ChangeKind.Add or ChangeKind.Replace or ChangeKind.Duplicate:
                return made with { Extra = ExtraRunReader.Read(change, schedule, names, others, wrong) };
            case ChangeKind.AssignVehicle:
                return made with { Vehicle = ReadVehicle(draft, schedule, names, others, wrong) };
            default:
                wrong.Require(DeviceId.TryParse(draft.DeviceId ?? string.Empty, out DeviceId device), "device_id", "is no id of a device.");
                return made with { Ignored = device };
        }
    }

    private static RunOrder OrderOf(ServiceChange change) => new() { ChangeId = change.Id, Since = Timestamp.FromUnixSeconds(change.UpdatedAt) };

    private static VehicleOrder? ReadVehicle(ChangeDraft draft, Schedule schedule, RunNames names, ServiceChange[] others, Complaints wrong)
    {
        wrong.Require(DeviceId.TryParse(draft.VehicleId ?? string.Empty, out DeviceId vehicle), "vehicle_id", "is no id of a vehicle.");
        wrong.Require(draft.TripId is null != draft.BlockId is null, "trip_id", "or block_id is needed, and not both.");
        if (!wrong.IsEmpty || names.ReadDate(draft.StartDate) is not { } date)
        {
            return null;
        }

        if (draft.BlockId is { } block)
        {
            wrong.Require(schedule.Blocks.TryFind(block, out int index), "block_id", $"'{block}' is not in the GTFS.");
            return new VehicleOrder(vehicle, null, null, index, date);
        }

        foreach (ServiceChange other in others)
        {
            if (other.Content.Kind is ChangeKind.Add or ChangeKind.Replace or ChangeKind.Duplicate
                && ExtraRunReader.Read(other, schedule, new RunNames(schedule, new Complaints()), [], new Complaints()) is { } extra
                && extra.Key.TripId == draft.TripId && extra.Key.ServiceDate == date
                && (draft.StartTime is null || names.ReadTime(draft.StartTime, "start_time") == extra.Key.StartSeconds))
            {
                return new VehicleOrder(vehicle, null, extra.Key, -1, date);
            }
        }

        return names.FindRun(draft) is { } run ? new VehicleOrder(vehicle, run, null, -1, date) : null;
    }
}
