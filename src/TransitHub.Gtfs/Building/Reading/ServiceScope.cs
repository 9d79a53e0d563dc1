using System.Collections.Immutable;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>For which days and which direction something is said.</summary>
internal readonly record struct ServiceScope(ImmutableArray<string> Days, int? Direction)
{
    public static ServiceScope Read(SheetMapping map, NetworkDraft network, ImmutableArray<LineDirection>? directions)
    {
        var days = (map.Optional("days")?.ReadList(orOne: true) ?? [])
            .Select(item => network.DayTypes.Find(item)?.Id).OfType<string>().Distinct().ToImmutableArray();
        var node = map.Optional("direction");
        var direction = node?.ReadWhole(0, 1, "a direction");
        if (direction >= directions?.Length)
        {
            node!.Error($"the line has no direction {direction}", "take 'direction' out, or add a second one to 'directions'");
        }

        return new ServiceScope(days, direction);
    }

    /// <summary>A window [from, to]; null, with a problem noted, if it is none or runs backwards.</summary>
    public static TimeWindow? ReadWindow(SheetNode node)
    {
        if (node is not SheetSequence { Count: 2 } pair)
        {
            node.Error($"'{node.Label}' is no window of time", "write [from, to], such as [06:30, 09:00]");
            return null;
        }

        if (pair[0].ReadTimeOfDay() is not { } from || pair[1].ReadTimeOfDay() is not { } to)
        {
            return null;
        }

        if (from < to)
        {
            return new TimeWindow(from, to);
        }

        var isNight = to < 12 * 3600 && from > 12 * 3600;
        node.Error($"the window {ClockText.Format(from)} to {ClockText.Format(to)} runs backwards", isNight
            ? $"write the end after midnight as {ClockText.Format(to + (24 * 3600))}"
            : "exchange or correct the times");
        return null;
    }
}
