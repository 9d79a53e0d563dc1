using TransitHub.Core.Counting;

namespace TransitHub.Server.Views;

/// <summary>How a counting device does, for its operator; times are Unix seconds.</summary>
/// <param name="Trust">0: what it does not see says nothing; 1: as far as it sees, it counts as it should.</param>
/// <param name="Faults">What is wrong; empty: nothing that is known.</param>
/// <param name="Counted">What it counted in the last hour looked at, as far as something was expected.</param>
/// <param name="Expected">What was expected of it; null: too little is known yet.</param>
/// <param name="Uptime">Share of that hour in which it was counting.</param>
/// <param name="Totals">Its grand totals by channel, class and direction.</param>
internal sealed record DeviceHealthView(
    double Trust, IReadOnlyList<DeviceFaultView> Faults, double? Counted, double? Expected, double? Uptime, IReadOnlyList<TotalView> Totals)
{
    /// <summary>Of a device; null: it neither counts nor is anything known of it. Totals are there from the first count on, a verdict a quarter of an hour later.</summary>
    public static DeviceHealthView? Of(DeviceVerdict? verdict, IReadOnlyList<ChannelFlow> flows) => verdict is null && flows.Count == 0 ? null : new(
        Math.Round(verdict?.Trust ?? 1, 3),
        [.. (verdict?.Faults ?? []).Select(f => new DeviceFaultView(f.Kind, f.Since.UnixSeconds, f.Neighbor?.ToString()))],
        verdict?.Counted,
        verdict?.Expected is { } expected ? Math.Round(expected, 1) : null,
        verdict?.Uptime is { } uptime ? Math.Round(uptime, 3) : null,
        [.. flows.Select(f => new TotalView(f.Key.Channel, f.Key.Class, f.Key.Direction, f.Total, f.Through?.UnixSeconds, f.Repeated, f.Restarts))]);
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Fault">What.</param>
/// <param name="Since">Since when it is known.</param>
/// <param name="Neighbor">The device that counts differently; null unless two disagree.</param>
internal sealed record DeviceFaultView(DeviceFaultKind Fault, double Since, string? Neighbor);

/// <summary>A grand total.</summary>
/// <param name="Channel">The counting line.</param>
/// <param name="Class">What was counted.</param>
/// <param name="Direction">Which way; null: both together.</param>
/// <param name="Total">How many, each moment once.</param>
/// <param name="Through">Up to when; null: nothing is known.</param>
/// <param name="Repeated">Counts of a time that was known already.</param>
/// <param name="Restarts">Restarts of the device that its totals showed.</param>
internal sealed record TotalView(string Channel, string Class, string? Direction, long Total, double? Through, long Repeated, long Restarts);
