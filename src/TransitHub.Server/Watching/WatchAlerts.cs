using System.Collections.Immutable;
using TransitHub.Core.Snapshots;
using TransitHub.Server.Alerting;

namespace TransitHub.Server.Watching;

/// <summary>
/// What one reader's stream tells of alerts. They stand beside the states: what operators write is not in these, and a cursor names a state alone. So each stream
/// begins with all of them, and goes on with what changed. One thread uses it.
/// </summary>
internal sealed class WatchAlerts
{
    private readonly AlertDesk desk;
    private readonly FilterText filter;
    private readonly Dictionary<string, (ServiceAlert Alert, bool IsActive)> held = new(StringComparer.Ordinal);
    private bool hasBegun;

    private WatchAlerts(AlertDesk desk, FilterText filter) => (this.desk, this.filter) = (desk, filter);

    /// <summary>For a reader that wants them; null: it does not.</summary>
    public static WatchAlerts? Of(AlertDesk desk, FilterText filter) => filter.Alerts ? new WatchAlerts(desk, filter) : null;

    /// <summary>Whether an alert names one of the routes or stops that are asked for, if any are.</summary>
    public static bool Fits(ServiceAlert alert, IReadOnlyList<string> routeIds, IReadOnlyList<string> stopIds) =>
        (routeIds.Count == 0 && stopIds.Count == 0)
        || alert.InformedEntities.Any(s => routeIds.Contains(s.RouteId ?? string.Empty) || stopIds.Contains(s.StopId ?? string.Empty));

    /// <summary>What the reader does not know yet; null: nothing.</summary>
    public AlertDelta? Next()
    {
        long now = this.desk.Now;
        ImmutableArray<ServiceAlert> all = this.filter.VehicleIds.Count > 0 || this.filter.Box is not null ? [] : this.desk.Told;
        List<ServiceAlert> shown = [.. all.Where(a => Fits(a, this.filter.RouteIds, this.filter.StopIds))];
        List<ServiceAlert> changed = [.. shown.Where(a => !this.held.TryGetValue(a.Id, out (ServiceAlert Alert, bool IsActive) known) || !ReferenceEquals(known.Alert, a) || known.IsActive != a.IsActive(now))];
        string[] removed = [.. this.held.Keys.Except(shown.Select(a => a.Id), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (this.hasBegun && changed.Count == 0 && removed.Length == 0)
        {
            return null;
        }

        changed.ForEach(a => this.held[a.Id] = (a, a.IsActive(now)));
        Array.ForEach(removed, id => this.held.Remove(id));
        var delta = new AlertDelta(changed, removed, IsWhole: !this.hasBegun, now);
        this.hasBegun = true;
        return delta;
    }
}

/// <summary>What a reader is told of alerts.</summary>
/// <param name="Alerts">New or changed, or begun or ended to hold.</param>
/// <param name="RemovedIds">Gone.</param>
/// <param name="IsWhole">True: these are all.</param>
/// <param name="Now">Unix seconds.</param>
internal sealed record AlertDelta(IReadOnlyList<ServiceAlert> Alerts, IReadOnlyList<string> RemovedIds, bool IsWhole, long Now);
