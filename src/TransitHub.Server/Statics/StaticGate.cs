using System.Globalization;
using NodaTime;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Comparing;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Rules;
using TransitHub.Gtfs.Time;
using TransitHub.Server.Options;

namespace TransitHub.Server.Statics;

/// <summary>Judges whether a version of a static feed may come into service by itself.</summary>
internal static class StaticGate
{
    private const int Named = 5;

    /// <summary>The day that counts as today for rules about expiry, in the feed's own time zone.</summary>
    public static ServiceDate TodayOf(Schedule schedule, TimeProvider clock)
    {
        LocalDate date = Instant.FromDateTimeOffset(clock.GetUtcNow()).InZone(schedule.TimeZone).Date;
        return ServiceDate.From(date.Year, date.Month, date.Day);
    }

    /// <summary>Why it may not, a sentence each; empty: it may.</summary>
    /// <param name="current">What is in service.</param>
    /// <param name="next">The version.</param>
    /// <param name="found">What the validator found in it; null: nobody asks.</param>
    /// <param name="options">The operator's bounds.</param>
    public static IReadOnlyList<string> Judge(Schedule current, Schedule next, ValidationReport? found, StaticOptions options)
    {
        List<string> reasons = [];
        if (next.Patterns.Count == 0)
        {
            reasons.Add("There is no trip in it that can be used.");
            return reasons;
        }

        if (found is not null)
        {
            reasons.AddRange(Errors(found.Notices));
        }

        if (current.Patterns.Count > 0)
        {
            reasons.AddRange(BrokenIds(FeedComparison.Compare(current, next), options.MaxBrokenIdPercent));
        }

        return reasons;
    }

    private static IEnumerable<string> Errors(NoticeList notices)
    {
        IGrouping<string, Notice>[] codes = [.. notices.Where(n => n.Severity == NoticeSeverity.Error).GroupBy(n => n.Code)];
        if (codes.Length > 0)
        {
            yield return $"It has errors: {string.Join(", ", codes.Take(Named).Select(c => $"{c.Key} ×{notices.TotalOf(c.Key).ToString(CultureInfo.InvariantCulture)}"))}"
                + (codes.Length > Named ? $" and {codes.Length - Named} kinds more." : ".");
        }
    }

    private static IEnumerable<string> BrokenIds(FeedDifference difference, double allowed) => difference.Ids
        .Where(ids => ids.PercentBroken > allowed)
        .Select(ids => string.Create(
            CultureInfo.InvariantCulture,
            $"{ids.PercentBroken:F1} % of the {Plural(ids.Kind)} that kept their meaning lost their id ({ids.Changed} changed, {ids.Reused} reused), over the {allowed:0.##} % that Statics:MaxBrokenIdPercent allows: {string.Join(", ", ids.Changes.Concat(ids.ReusedIds).Take(Named).Select(c => $"{c.Before} → {c.After}"))}."));

    private static string Plural(EntityKind kind) => kind switch
    {
        EntityKind.Agency => "agencies",
        EntityKind.Stop => "stops",
        EntityKind.Route => "routes",
        _ => "trips",
    };
}
