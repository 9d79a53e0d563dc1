using System.Globalization;
using System.Text;
using TransitHub.Gtfs;

namespace TransitHub.Training.Observing;

/// <summary>What a draft cannot know and its sheets must say.</summary>
/// <param name="Publisher">Who publishes the feed and runs the lines.</param>
/// <param name="Url">Their page.</param>
/// <param name="TimeZone">TZ database name.</param>
/// <param name="Mode">One of the modes of line sheets.</param>
public sealed record DraftSheetOptions(string Publisher, string Url, string TimeZone, string Mode);

/// <summary>How much a drafted sheet tells.</summary>
internal enum SheetDetail
{
    /// <summary>The path and times from stop to stop.</summary>
    Full,

    /// <summary>One speed instead of times.</summary>
    OneSpeed,

    /// <summary>One speed, and straight ways from stop to stop.</summary>
    Straight,

    /// <summary>Nothing: the line is left out.</summary>
    LeftOut,
}

/// <summary>Writes a draft as line sheets, which people correct and <c>gtfs build</c> makes a feed of.</summary>
public static class DraftSheets
{
    private static readonly string[] Colors = ["1F5FA8", "B3261E", "1B7F4B", "7A3E9D", "B35900", "00707A", "8A1C5B", "4F5B66"];

    private static readonly string[] WeekDays = ["weekday: [mon, tue, wed, thu, fri]", "saturday: [sat]", "sunday: [sun]"];

    /// <summary>The sheets by path.</summary>
    public static SortedDictionary<string, string> Write(DraftNetwork draft, DraftSheetOptions options) =>
        Write(draft, options, new Dictionary<string, SheetDetail>(StringComparer.Ordinal));

    /// <summary>The sheets by path.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="options">What it does not know.</param>
    /// <param name="details">Lines that are told in less detail, by path.</param>
    internal static SortedDictionary<string, string> Write(DraftNetwork draft, DraftSheetOptions options, IReadOnlyDictionary<string, SheetDetail> details)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(options);
        SortedDictionary<string, string> sheets = new(StringComparer.Ordinal) { ["network.yaml"] = Network(draft, options) };
        HashSet<string> defined = new(StringComparer.Ordinal);
        for (int line = 0; line < draft.Lines.Count; line++)
        {
            string path = $"lines/{draft.Lines[line].Id}.yaml";
            SheetDetail detail = details.GetValueOrDefault(path);
            if (detail != SheetDetail.LeftOut)
            {
                sheets[path] = Line(draft.Lines[line], Colors[line % Colors.Length], options, detail, defined);
            }
        }

        return sheets;
    }

    /// <summary>A stop's name until somebody knows it.</summary>
    internal static string NameOf(DraftStop stop) => "Stop " + stop.Id.TrimStart('s', '0');

    private static string Network(DraftNetwork draft, DraftSheetOptions options)
    {
        DateOnly from = draft.Facts.Dates.Count == 0 ? new DateOnly(2026, 1, 1) : DateOnly.ParseExact(draft.Facts.Dates[0], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        HashSet<string> used = [.. draft.Lines.SelectMany(l => l.Directions).SelectMany(d => d.Service).Select(s => s.DayType)];
        StringBuilder sheet = new();
        sheet.Append("# Drafted from what vehicles did. Review who publishes and runs it, the days, the dates and the vehicles' capacity.\n");
        sheet.Append(CultureInfo.InvariantCulture, $"feed:\n  publisher: {Quoted(options.Publisher)}\n  url: {Quoted(options.Url)}\n  language: en\n  timezone: {options.TimeZone}\n");
        sheet.Append(CultureInfo.InvariantCulture, $"  valid: {{from: {from:yyyy-MM-dd}, to: {from.AddDays(365):yyyy-MM-dd}}}\n");
        sheet.Append(CultureInfo.InvariantCulture, $"operators:\n  observed: {{name: {Quoted(options.Publisher)}, url: {Quoted(options.Url)}}}\nday_types:\n");
        foreach (string day in WeekDays.Where(d => used.Contains(d[..d.IndexOf(':', StringComparison.Ordinal)])))
        {
            sheet.Append("  ").Append(day).Append('\n');
        }

        string bicycles = options.Mode == "ferry" ? ", bicycles: false" : string.Empty;
        return sheet.Append(CultureInfo.InvariantCulture, $"vehicles:\n  observed: {{capacity: 60{bicycles}}}\n").ToString();
    }

    private static string Line(DraftLine line, string color, DraftSheetOptions options, SheetDetail detail, HashSet<string> defined)
    {
        StringBuilder sheet = new();
        sheet.Append("# Drafted from what vehicles did: review number or name, the stops' names, and what the notes doubt.\n");
        sheet.Append(CultureInfo.InvariantCulture, $"line: {line.Id}\noperator: observed\nmode: {options.Mode}\n");
        sheet.Append(CultureInfo.InvariantCulture, $"{(line.Name.Length <= 12 ? "number" : "name")}: {Quoted(line.Name)}\ncolor: \"{color}\"\nvehicle: observed\nstops:\n");
        Stops(sheet, line, defined);
        sheet.Append("directions:\n");
        foreach (DraftDirection direction in line.Directions)
        {
            sheet.Append(CultureInfo.InvariantCulture, $"  # {direction.Runs} runs from end to end, {direction.Parts} on a part; fixes {direction.MedianOffMeters:F0} m off the path in the median, {direction.OnShape:P0} of them on it.\n");
            sheet.Append(CultureInfo.InvariantCulture, $"  - stops: [{string.Join(", ", direction.Calls.Select(c => c.Stop.Id))}]\n    path: {{{(detail == SheetDetail.Straight ? "straight: true" : $"points: [{Points(direction.Shape)}]")}}}\n");
        }

        sheet.Append("travel:\n");
        for (int number = 0; number < line.Directions.Count; number++)
        {
            Travel(sheet, number, line.Directions[number], detail);
        }

        sheet.Append("service:\n");
        for (int number = 0; number < line.Directions.Count; number++)
        {
            Service(sheet, number, line.Directions[number]);
        }

        return sheet.ToString();
    }

    private static void Stops(StringBuilder sheet, DraftLine line, HashSet<string> defined)
    {
        HashSet<string> listed = new(StringComparer.Ordinal);
        foreach (DraftDirection direction in line.Directions)
        {
            for (int call = 0; call < direction.Calls.Count; call++)
            {
                DraftStop stop = direction.Calls[call].Stop;
                if (!listed.Add(stop.Id))
                {
                    continue;
                }

                string place = defined.Add(stop.Id)
                    ? string.Create(CultureInfo.InvariantCulture, $", name: {Quoted(NameOf(stop))}, at: [{stop.Latitude:F6}, {stop.Longitude:F6}], far: true")
                    : ", far: true";
                string doubt = stop.IsTerminal
                    ? "runs begin or end about here"
                    : string.Create(CultureInfo.InvariantCulture, $"confidence {stop.Confidence:F2}: {stop.Stopped:P0} of {stop.Runs} runs seen here, {stop.Expected:P0} by chance");
                sheet.Append(CultureInfo.InvariantCulture, $"  - {{id: {stop.Id}{place}, dwell: {direction.DwellSeconds[call]}s}} # {doubt}\n");
            }
        }
    }

    private static void Travel(StringBuilder sheet, int number, DraftDirection direction, SheetDetail detail)
    {
        if (detail != SheetDetail.Full)
        {
            double meters = direction.Calls[^1].AlongMeters - direction.Calls[0].AlongMeters;
            double kmh = Math.Clamp(meters / direction.Travel[0].Seconds.Sum() * 3.6, 5, 25);
            sheet.Append(CultureInfo.InvariantCulture, $"  - {{direction: {number}, speed_kmh: {kmh:F1}}} # the times from stop to stop do not fit the path: review both\n");
            return;
        }

        foreach (DraftTravel travel in direction.Travel)
        {
            string minutes = string.Join(", ", travel.Seconds.Select(s => (Math.Ceiling(s / 0.6) / 100).ToString("0.##", CultureInfo.InvariantCulture)));
            string between = travel.FromHour is { } hour ? string.Create(CultureInfo.InvariantCulture, $", between: [{hour:D2}:00, {travel.ToHour:D2}:00]") : string.Empty;
            sheet.Append(CultureInfo.InvariantCulture, $"  - {{direction: {number}{between}, minutes: [{minutes}]}} # of {travel.Runs} runs\n");
        }
    }

    private static void Service(StringBuilder sheet, int number, DraftDirection direction)
    {
        foreach (DraftService service in direction.Service)
        {
            string when = service.EverySeconds > 0
                ? string.Create(CultureInfo.InvariantCulture, $"between: [{Clock(service.FromSeconds)}, {Clock(service.ToSeconds)}], every: {service.EverySeconds}s")
                : $"departures: [{string.Join(", ", service.Departures.Select(Clock))}]";
            sheet.Append(CultureInfo.InvariantCulture, $"  - {{days: {service.DayType}, direction: {number}, {when}}} # seen on {service.Days} day{(service.Days == 1 ? string.Empty : "s")}\n");
        }
    }

    private static string Points(Geometry shape)
    {
        StringBuilder points = new();
        for (int at = 0; at < shape.X.Length; at++)
        {
            double lat = shape.OriginLatitude + (shape.Y[at] / shape.MetersPerDegreeY);
            double lon = shape.OriginLongitude + (shape.X[at] / shape.MetersPerDegreeX);
            points.Append(CultureInfo.InvariantCulture, $"{(at > 0 ? ", " : string.Empty)}[{lat:F6}, {lon:F6}]");
        }

        return points.ToString();
    }

    private static string Clock(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:D2}:{seconds / 60 % 60:D2}");

    /// <summary>A text in YAML's double quotes; what a sheet may not hold becomes a space.</summary>
    private static string Quoted(string text) =>
        "\"" + string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
