using System.Text.Json;
using TransitHub.Core.Alerting;

namespace TransitHub.Core.Dispatching;

/// <summary>Which fields a kind of change must have and may have besides <c>kind</c>, <c>expires_at</c> and <c>note</c>.</summary>
internal static class ChangeFields
{
    private static readonly Dictionary<string, (string[] Needed, string[] Allowed)> OfKind = new(StringComparer.Ordinal)
    {
        [ChangeKind.Cancel] = ([nameof(ChangeDraft.TripId), nameof(ChangeDraft.StartDate)], [nameof(ChangeDraft.StartTime)]),
        [ChangeKind.Delete] = ([nameof(ChangeDraft.TripId), nameof(ChangeDraft.StartDate)], [nameof(ChangeDraft.StartTime)]),
        [ChangeKind.ChangeStops] = (
            [nameof(ChangeDraft.TripId), nameof(ChangeDraft.StartDate)],
            [nameof(ChangeDraft.StartTime), nameof(ChangeDraft.SkippedStops), nameof(ChangeDraft.StopsWithoutData), nameof(ChangeDraft.WithoutDataFrom), nameof(ChangeDraft.AssignedStops)]),
        [ChangeKind.Add] = (
            [nameof(ChangeDraft.TripId), nameof(ChangeDraft.StartDate), nameof(ChangeDraft.RouteId), nameof(ChangeDraft.StopTimes)],
            [nameof(ChangeDraft.DirectionId), nameof(ChangeDraft.Headsign), nameof(ChangeDraft.ShortName)]),
        [ChangeKind.Replace] = (
            [nameof(ChangeDraft.TripId), nameof(ChangeDraft.StartDate), nameof(ChangeDraft.StopTimes)],
            [nameof(ChangeDraft.StartTime), nameof(ChangeDraft.Headsign), nameof(ChangeDraft.ShortName)]),
        [ChangeKind.Duplicate] = ([nameof(ChangeDraft.TripId), nameof(ChangeDraft.NewTripId), nameof(ChangeDraft.StartDate), nameof(ChangeDraft.StartTime)], []),
        [ChangeKind.AssignVehicle] = (
            [nameof(ChangeDraft.VehicleId), nameof(ChangeDraft.StartDate)], [nameof(ChangeDraft.TripId), nameof(ChangeDraft.StartTime), nameof(ChangeDraft.BlockId)]),
        [ChangeKind.IgnoreDevice] = ([nameof(ChangeDraft.DeviceId)], []),
    };

    /// <summary>Complains of what is missing or has no place in the kind.</summary>
    public static void Check(ChangeDraft draft, string kind, Complaints wrong)
    {
        (string[] needed, string[] allowed) = OfKind[kind];
        string[] common = [nameof(ChangeDraft.Kind), nameof(ChangeDraft.ExpiresAt), nameof(ChangeDraft.Note)];
        foreach (System.Reflection.PropertyInfo field in typeof(ChangeDraft).GetProperties())
        {
            bool isSet = field.GetValue(draft) is not null;
            string name = JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name);
            wrong.Require(isSet || !needed.Contains(field.Name), name, $"is needed for {kind}.");
            wrong.Require(
                !isSet || needed.Contains(field.Name) || allowed.Contains(field.Name) || common.Contains(field.Name), name, $"has no meaning for {kind}: leave it out.");
        }
    }
}
