using System.Globalization;
using System.Text;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Sheets;

/// <summary>Typed reads of a value. Each gives null and notes one problem, with what to write, when the value does not fit.</summary>
public static class SheetValues
{
    /// <summary>Ids are kept to this length: they become topics, file names and columns.</summary>
    public const int MaxIdLength = 64;

    /// <summary>Years of a timetable.</summary>
    private const int FirstYear = 1950;

    private const int LastYear = 2150;

    /// <summary>The Thai calendar is this many years ahead.</summary>
    private const int BuddhistYears = 543;

    /// <summary>A text on one line.</summary>
    public static string? ReadText(this SheetNode node) => node.Scalar("a text")?.Text.ReplaceLineEndings(" ");

    /// <summary>A short name for machines: ASCII letters, digits, '-', '_', '.', up to <see cref="MaxIdLength"/>.</summary>
    public static string? ReadId(this SheetNode node)
    {
        if (node.Scalar("an id")?.Text is not { } text)
        {
            return null;
        }

        if (text.Length <= MaxIdLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            return text;
        }

        node.Error($"'{node.Label}' is '{Short(text)}', which is no id", $"use up to {MaxIdLength} of a-z, 0-9, '-', '_' and '.'; names in any script go into 'name'");
        return null;
    }

    /// <summary>A number within bounds, both included; <paramref name="unit"/> is for the message.</summary>
    public static double? ReadNumber(this SheetNode node, double least, double most, string unit)
    {
        if (node.Scalar("a number")?.Text is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        node.Error($"'{node.Label}' is '{Short(text)}'", string.Create(CultureInfo.InvariantCulture, $"give a number of {unit} from {least} to {most}"));
        return null;
    }

    /// <summary>A whole number within bounds, both included.</summary>
    public static int? ReadWhole(this SheetNode node, int least, int most, string unit)
    {
        if (node.Scalar("a whole number")?.Text is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        node.Error($"'{node.Label}' is '{Short(text)}'", string.Create(CultureInfo.InvariantCulture, $"give a whole number of {unit} from {least} to {most}"));
        return null;
    }

    /// <summary>true or false.</summary>
    public static bool? ReadTruth(this SheetNode node)
    {
        switch (node.Scalar("true or false")?.Text)
        {
            case null:
                return null;
            case "true" or "yes":
                return true;
            case "false" or "no":
                return false;
            case var text:
                node.Error($"'{node.Label}' is '{Short(text)}'", "write true or false");
                return null;
        }
    }

    /// <summary>A length of time such as 30s, 10m, 1m30s or 2h, in seconds, within bounds, both included.</summary>
    public static int? ReadDuration(this SheetNode node, int leastSeconds, int mostSeconds)
    {
        if (node.Scalar("a length of time")?.Text is not { } text)
        {
            return null;
        }

        if (!DurationText.TryParse(text, out var seconds))
        {
            node.Error($"'{node.Label}' is '{Short(text)}', which is no length of time", "write it with its unit, such as 30s, 10m or 1m30s");
            return null;
        }

        if (seconds >= leastSeconds && seconds <= mostSeconds)
        {
            return seconds;
        }

        node.Error($"'{node.Label}' is {text}", $"give a length of time from {DurationText.Format(leastSeconds)} to {DurationText.Format(mostSeconds)}");
        return null;
    }

    /// <summary>A time of day HH:MM or HH:MM:SS of the service day, 00:00 to 47:59:59, in seconds.</summary>
    public static int? ReadTimeOfDay(this SheetNode node)
    {
        if (node.Scalar("a time of day")?.Text is not { } text)
        {
            return null;
        }

        if (ServiceTime.TryParse(text.Count(c => c == ':') == 1 ? text + ":00" : text, out var time) && time.Seconds < 48 * 3600)
        {
            return time.Seconds;
        }

        node.Error($"'{node.Label}' has '{Short(text)}', which is no time of day", "write HH:MM, such as 06:30; after midnight of the same service day 24:30");
        return null;
    }

    /// <summary>A date YYYY-MM-DD of the years 1950 to 2150.</summary>
    public static ServiceDate? ReadDate(this SheetNode node)
    {
        if (node.Scalar("a date")?.Text is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            if (date.Year - BuddhistYears is >= FirstYear and <= LastYear)
            {
                node.Error($"'{text}' counts years in the Buddhist era", $"write {date.Year - BuddhistYears}{text[4..]}");
                return null;
            }

            if (date.Year is < FirstYear or > LastYear)
            {
                node.Error($"'{text}' lies in another century", "correct the year");
                return null;
            }

            return ServiceDate.From(date.Year, date.Month, date.Day);
        }

        var isDay = DateOnly.TryParseExact(text, ["d/M/yyyy", "d.M.yyyy", "yyyyMMdd", "yyyy/M/d", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
        node.Error($"'{Short(text)}' is no date", isDay
            ? $"write YYYY-MM-DD: {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
            : "write a day that exists as YYYY-MM-DD, such as 2026-12-05");
        return null;
    }

    /// <summary>A place [latitude, longitude] in WGS 84 degrees.</summary>
    public static GeoPoint? ReadPlace(this SheetNode node)
    {
        const string Remedy = "write [latitude, longitude] in degrees, such as [13.7187, 100.5131]";
        if (node is not SheetSequence { Count: 2 } pair || pair[0] is not SheetScalar first || pair[1] is not SheetScalar second
            || !TryDegrees(first, out var latitude) || !TryDegrees(second, out var longitude))
        {
            node.Error($"'{node.Label}' is no place", Remedy);
            return null;
        }

        if (Math.Abs(latitude) <= 1 && Math.Abs(longitude) <= 1)
        {
            node.Error($"'{node.Label}' is [{first.Text}, {second.Text}], in the sea where latitude and longitude are 0", Remedy);
            return null;
        }

        if (Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180)
        {
            return new GeoPoint(latitude, longitude);
        }

        var place = $"[{first.Text}, {second.Text}]";
        node.Error(
            $"'{node.Label}' is {place}, which is nowhere on Earth",
            Math.Abs(latitude) <= 180 && Math.Abs(longitude) <= 90 ? $"latitude comes first: [{second.Text}, {first.Text}]" : Remedy);
        return null;
    }

    /// <summary>The list; a single value counts as a list of one where <paramref name="orOne"/>.</summary>
    public static IReadOnlyList<SheetNode>? ReadList(this SheetNode node, bool orOne = false)
    {
        if (node is SheetSequence list)
        {
            return list;
        }

        if (orOne)
        {
            return [node];
        }

        node.Error($"'{node.Label}' is no list", "write its items in [brackets], or one a line after '- '");
        return null;
    }

    /// <summary>The mapping, with keys other than <paramref name="known"/> noted.</summary>
    public static SheetMapping? ReadMapping(this SheetNode node, params ReadOnlySpan<string> known)
    {
        if (AsMapping(node) is not { } mapping)
        {
            return null;
        }

        mapping.Allow(known);
        return mapping;
    }

    /// <summary>The mapping whose keys are the writer's own names.</summary>
    public static SheetMapping? AsMapping(this SheetNode node)
    {
        if (node is SheetMapping mapping)
        {
            return mapping;
        }

        node.Error($"'{node.Label}' is no list of 'key: value'", "write keys with values, indented below it or in {braces}");
        return null;
    }

    /// <summary>The value as text, if it is one, not empty, and has no character that readers of a feed refuse.</summary>
    internal static SheetScalar? Scalar(this SheetNode node, string kind)
    {
        if (node is SheetScalar { Text.Length: > 0, IsAbsent: false } scalar)
        {
            if (!scalar.Text.EnumerateRunes().Any(IsBroken))
            {
                return scalar;
            }

            node.Error($"'{node.Label}' holds a character that was lost, or that nobody can see", "write what was meant, and save the file as UTF-8");
            return null;
        }

        node.Error(node is SheetScalar ? $"'{node.Label}' is empty" : $"'{node.Label}' is not {kind}", $"write {kind}");
        return null;
    }

    /// <summary>U+FFFD, which stands where a letter was lost (halves of a pair are read as it too), and control characters but for white space.</summary>
    private static bool IsBroken(Rune rune) => rune == Rune.ReplacementChar || (Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune));

    internal static string Short(string text) => text.Length <= 60 ? text : text[..57] + "...";

    private static bool TryDegrees(SheetScalar scalar, out double degrees) =>
        double.TryParse(scalar.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out degrees)
        && double.IsFinite(degrees);
}
