using TransitHub.Core.Alerting;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Views;

/// <summary>An event <c>alerts</c> of <c>/v1/stream</c>: the counterpart of gRPC's AlertBatch.</summary>
/// <param name="Cursor">Of the state that the stream is at; it stays where it was.</param>
/// <param name="Whole">True: these are all, and replace what the reader holds; so begins each stream.</param>
/// <param name="Alerts">New or changed, or begun or ended to hold.</param>
/// <param name="RemovedAlertIds">Gone.</param>
internal sealed record AlertsEventView(string Cursor, bool Whole, IReadOnlyList<PublicAlertView> Alerts, IReadOnlyList<string> RemovedAlertIds)
{
    /// <summary>Of what changed.</summary>
    public static AlertsEventView Of(AlertDelta delta, string cursor) => new(
        cursor, delta.IsWhole, [.. delta.Alerts.Select(a => new PublicAlertView(a.Id, a.IsActive(delta.Now), a.Source, AlertDraft.Of(a)))], delta.RemovedIds);
}
