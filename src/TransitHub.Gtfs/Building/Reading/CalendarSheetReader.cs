using TransitHub.Gtfs.Sheets;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Reads validity, day types and holidays.</summary>
internal static class CalendarSheetReader
{
    /// <summary>The longest validity: longer ones are typing errors, and nobody plans further.</summary>
    private const int MaxDays = 3 * 366;

    private static readonly string[] DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static void Read(SheetMapping root, NetworkDraft network)
    {
        if (root.Optional("day_types") is { } types)
        {
            foreach (var (id, node) in NetworkSheetReader.Entries(types))
            {
                network.DayTypes.TryAdd(id, ReadDayType(id, node));
            }
        }
        else
        {
            network.DayTypes.TryAdd("weekday", new DayTypeSheet("weekday", [.. Enumerable.Range(1, 5).Select(day => (DayOfWeek)day)]));
            network.DayTypes.TryAdd("saturday", new DayTypeSheet("saturday", [DayOfWeek.Saturday]));
            network.DayTypes.TryAdd("sunday", new DayTypeSheet("sunday", [DayOfWeek.Sunday]));
        }

        if (root.Optional("holidays")?.ReadMapping("runs", "dates") is { } holidays)
        {
            ReadHolidays(holidays, network);
        }
    }

    public static (ServiceDate From, ServiceDate To)? ReadValid(SheetMapping feed)
    {
        if (feed.Required("valid", "give the dates of service: {from: 2026-01-01, to: 2027-12-31}")?.ReadMapping("from", "to") is not { } valid)
        {
            return null;
        }

        var from = valid.Required("from", "give the first day of service")?.ReadDate();
        var to = valid.Required("to", "give the last day of service")?.ReadDate();
        if (from is not { } first || to is not { } last)
        {
            return null;
        }

        if (last < first)
        {
            valid.Error($"'valid' ends ({Format(last)}) before it starts ({Format(first)})", "exchange or correct the dates");
            return null;
        }

        if (last.DayNumber - first.DayNumber > MaxDays)
        {
            valid.Error($"'valid' lasts from {Format(first)} to {Format(last)}", "give three years or less; consumers want what is planned");
            return null;
        }

        return (first, last);
    }

    public static string Format(ServiceDate date) => date.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static DayTypeSheet? ReadDayType(string id, SheetNode node)
    {
        if (node.ReadList(orOne: true) is not { } list)
        {
            return null;
        }

        var days = new List<DayOfWeek>();
        foreach (var item in list)
        {
            var text = item.ReadText();
            if (text is not null && DayOf(text) is { } day)
            {
                days.Add(day);
            }
            else if (text is not null)
            {
                item.Error($"'{SheetValues.Short(text)}' is no day of the week", $"use {string.Join(", ", DayNames)}");
            }
        }

        return new DayTypeSheet(id, [.. days.Distinct().OrderBy(day => ((int)day + 6) % 7)]);
    }

    private static DayOfWeek? DayOf(string text)
    {
        var at = Array.FindIndex(DayNames, name => text.Length is 3 or >= 6 && text.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return at < 0 || (text.Length > 3 && !((DayOfWeek)((at + 1) % 7)).ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            ? null
            : (DayOfWeek)((at + 1) % 7);
    }

    private static void ReadHolidays(SheetMapping holidays, NetworkDraft network)
    {
        foreach (var (node, name) in Dates(holidays.Optional("dates"), network))
        {
            if (node.ReadDate() is not { } date)
            {
                continue;
            }

            if (network.Holidays.Exists(holiday => holiday.Date == date))
            {
                node.Error($"the holiday {Format(date)} stands twice", "keep one of the two");
                continue;
            }

            if (network.Feed is { } feed && (date < feed.ValidFrom || date > feed.ValidTo))
            {
                node.Warning($"the holiday {Format(date)} lies outside 'valid' ({Format(feed.ValidFrom)} to {Format(feed.ValidTo)})", "correct its year, or take it out");
            }

            network.Holidays.Add(new HolidaySheet(date, name));
        }

        if (holidays.Optional("runs") is { } runs)
        {
            network.HolidayDayType = network.DayTypes.Find(runs);
        }
        else if (network.DayTypes.Has("holiday") || network.DayTypes.Has("sunday"))
        {
            network.HolidayDayType = network.DayTypes.Values.FirstOrDefault(type => type.Id == "holiday")
                ?? network.DayTypes.Values.FirstOrDefault(type => type.Id == "sunday");
        }
        else if (!network.DayTypes.IsUnreadable)
        {
            holidays.Error("nothing says which day type holidays run", $"add 'runs' with one of {string.Join(", ", network.DayTypes.Names)}");
        }
    }

    /// <summary>Dates as keys with their names, or as a plain list.</summary>
    private static IEnumerable<(SheetNode Node, LocalizedText? Name)> Dates(SheetNode? node, NetworkDraft network)
    {
        switch (node)
        {
            case null:
                return [];
            case SheetSequence list:
                return list.Select(item => (item, (LocalizedText?)null));
            default:
                var map = node.AsMapping();
                return map?.Keys.Select(key => (
                    (SheetNode)key,
                    map[key] is SheetScalar { IsAbsent: true } ? null : map[key].ReadLocalized(network.Languages))).ToList() ?? [];
        }
    }
}
