using System.Globalization;
using TransitHub.Gtfs.Time;

namespace TransitHub.Testing.Gtfs;

/// <summary>
/// The rules of the canonical GTFS validator (MobilityData/gtfs-validator, July 2026) that a feed of agencies, stops, routes,
/// trips, headways, shapes, translations and attributions can break, told a second time by its names and thresholds.
/// <c>mixed_case_recommended_field</c> is left out: it takes scripts without case for a fault.
/// </summary>
public sealed partial class CanonicalRules
{
    private readonly PlainFeed feed;
    private readonly int today;
    private readonly SortedSet<string> broken = new(StringComparer.Ordinal);

    private CanonicalRules(PlainFeed feed, ServiceDate today) => (this.feed, this.today) = (feed, today.DayNumber);

    /// <summary>What is broken on a day, as <c>rule: where</c>; at most ten places a rule.</summary>
    public static IReadOnlyList<string> Broken(PlainFeed feed, ServiceDate today)
    {
        var rules = new CanonicalRules(feed, today);
        rules.CheckFields();
        rules.CheckReferences();
        rules.CheckNames();
        rules.CheckDates();
        rules.CheckTimes();
        rules.CheckFrequencies();
        rules.CheckShapes();
        return [.. rules.broken.GroupBy(one => one.Split(':')[0]).SelectMany(rule => rule.Take(10))];
    }

    private static string Of(IReadOnlyDictionary<string, string> row, string column) => row.GetValueOrDefault(column, string.Empty);

    private static double Number(IReadOnlyDictionary<string, string> row, string column) =>
        double.TryParse(Of(row, column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static int Seconds(IReadOnlyDictionary<string, string> row, string column) =>
        ServiceTime.TryParse(Of(row, column), out var time) ? time.Seconds : -1;

    private void Note(string rule, string where) => this.broken.Add($"{rule}: {where}");

    private void NoteIf(bool isBroken, string rule, string where)
    {
        if (isBroken)
        {
            Note(rule, where);
        }
    }
}
