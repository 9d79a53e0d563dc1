using System.Globalization;
using TransitHub.Gtfs.Comparing;
using TransitHub.Gtfs.Time;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary>What changed between two feeds, for people.</summary>
internal static class DifferenceReport
{
    /// <summary>For people.</summary>
    public static IReadOnlyList<ReportSection> Sections(FeedDifference difference)
    {
        List<ReportSection> sections = [Summary(difference)];
        if (difference.IsEqual)
        {
            return [.. sections, new("Nothing changed", "Both hold the same files byte for byte.", [], [])];
        }

        sections.Add(Ids(difference));
        sections.AddRange(difference.Entities.Where(e => e.AddedCount + e.RemovedCount > 0).Select(Entities));
        sections.Add(new("Stops that moved", Count(difference.Moved.Count, difference, "moved"), ["stop_id", "name", "meters"], [.. difference.Moved.Select(m => Row(m.Id, m.Name, Invariant($"{m.Meters:N1} m")))]));
        sections.Add(new("Changed texts", Count(difference.Texts.Count, difference, "texts"), ["what", "id", "field", "before", "after"], [.. difference.Texts.Select(t => Row(Name(t.Kind), t.Id, t.Field, t.Before, t.After))]));
        sections.Add(new("Days with another number of departures", Count(difference.Days.Count, difference, "days"), ["day", "before", "after"], [.. difference.Days.Select(d => Row(Invariant($"{d.Date.Date:yyyy-MM-dd} {d.Date.DayOfWeek}"), Number(d.Before), Number(d.After)))]));
        sections.Add(new("Routes with another service", Count(difference.Routes.Count, difference, "routes"), ["route_id", "name", "day", "before", "after", "stop lists"], [.. difference.Routes.Select(Route)]));
        sections.Add(new("Files", string.Empty, ["file", "rows before", "rows after", "rows that came", "rows that went"], [.. difference.Files.Select(f => Row(f.File, Rows(f.RowsBefore), Rows(f.RowsAfter), "+" + Number(f.Added), "-" + Number(f.Removed)))]));
        return [.. sections.Where(s => s.Rows.Count > 0 || s.Lead.Length > 1)];
    }

    private static ReportSection Summary(FeedDifference difference) => new(
        $"Version {difference.Before.Version} → {difference.After.Version}", string.Empty, ["", "before", "after"],
        [
            Row("days of service", Span(difference.Before), Span(difference.After)),
            .. difference.Entities.Select(e => Row(Plural(e.Kind), Number(e.Before), Number(e.After))),
            Row("patterns, without a usable shape", $"{Number(difference.Before.Patterns)}, {Number(difference.Before.StraightPatterns)}", $"{Number(difference.After.Patterns)}, {Number(difference.After.StraightPatterns)}"),
            Row("trips by headway", Number(difference.Before.FrequencyTrips), Number(difference.After.FrequencyTrips)),
            Row("trips without usable stop times", Number(difference.Before.TripsWithoutTimes), Number(difference.After.TripsWithoutTimes)),
        ]);

    private static ReportSection Ids(FeedDifference difference) => new(
        "Ids of what kept its meaning",
        string.Join("; ", difference.Ids.Select(i => Invariant($"{Plural(i.Kind)}: {i.Kept:N0} kept, {i.Changed:N0} changed, {i.Reused:N0} reused ({i.PercentBroken:F1} %)"))),
        ["what", "before", "after", "meaning"],
        [.. difference.Ids.SelectMany(i => i.Changes.Select(c => Row($"{Name(i.Kind)} changed", c.Before, c.After, c.Meaning))
            .Concat(i.ReusedIds.Select(c => Row($"{Name(i.Kind)} reused", c.Before, c.After, c.Meaning))))]);

    private static ReportSection Entities(EntityChanges changes) => new(
        $"Ids of {Plural(changes.Kind)}",
        Invariant($"{changes.AddedCount:N0} came, {changes.RemovedCount:N0} went"),
        ["", "what"],
        [.. changes.Added.Select(a => Row("+", a)), .. changes.Removed.Select(r => Row("-", r))]);

    private static string[] Route(RouteChange change) => Row(
        change.RouteId, change.Name, change.DayType, Service(change.Before), Service(change.After),
        change.PatternsAdded + change.PatternsRemoved == 0 ? string.Empty : Invariant($"+{change.PatternsAdded} -{change.PatternsRemoved}"));

    private static string Service(RouteService? service) => service is null ? "none" : Invariant(
        $"{service.Departures:N0} from {ServiceTime.FromSeconds(service.FirstSeconds)} to {ServiceTime.FromSeconds(service.LastSeconds)}{(service.HeadwayMinutes is { } gap ? Invariant($", every {gap:0.#} min") : string.Empty)}, {service.RunMinutes:0.#} min, {service.Kilometers:0.#} km");

    private static string Span(FeedSummary feed) => feed is { FirstDate: { } first, LastDate: { } last } ? Invariant($"{first.Date:yyyy-MM-dd} to {last.Date:yyyy-MM-dd}") : "none";

    private static string Count(int listed, FeedDifference difference, string list) =>
        listed == 0 ? string.Empty : Number(listed + difference.LeftOut.GetValueOrDefault(list)) + (difference.LeftOut.ContainsKey(list) ? $", of which {Number(listed)} are listed" : " in all");

    private static string Rows(long? rows) => rows is { } count ? Number(count) : "absent";

    private static string Name(EntityKind kind) => kind switch { EntityKind.Agency => "agency", EntityKind.Stop => "stop", EntityKind.Route => "route", _ => "trip" };

    private static string Plural(EntityKind kind) => kind == EntityKind.Agency ? "agencies" : Name(kind) + "s";

    private static string[] Row(params string[] cells) => cells;

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
