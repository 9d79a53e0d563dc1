using TransitHub.Core.Conformance;
using TransitHub.Server.Realtime;

namespace TransitHub.Server.Views;

/// <summary>How well a feed's own GTFS-Realtime keeps the rules, in JSON.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="CheckedAt">When it was last checked, Unix seconds.</param>
/// <param name="TookSeconds">How long that took.</param>
/// <param name="Checks">Checks since the start.</param>
/// <param name="Errors">Errors found then.</param>
/// <param name="Warnings">Warnings found then.</param>
/// <param name="Rules">The rules broken then or since the start.</param>
/// <param name="Excused">Complaints of the canonical validator that we do not share, found then.</param>
internal sealed record ConformanceView(
    string Feed, double CheckedAt, double TookSeconds, long Checks, long Errors, long Warnings, IReadOnlyList<BrokenRuleView> Rules, IReadOnlyList<ExcusedView> Excused)
{
    /// <summary>Of a check.</summary>
    public static ConformanceView Of(string feed, ConformanceState state) => new(
        feed,
        state.CheckedAt.UnixMilliseconds / 1000.0,
        Math.Round(state.Took.TotalSeconds, 3),
        state.Checks,
        state.Findings.Errors,
        state.Findings.Warnings,
        [.. state.Totals.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(one => BrokenRuleView.Of(one.Key, one.Value, state.Findings))],
        [.. state.Findings.Excused.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => new ExcusedView(
            one.Key, one.Value, RealtimeDeviation.All.First(known => known.Id == one.Key).Why))]);
}
