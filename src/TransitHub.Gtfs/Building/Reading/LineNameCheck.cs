using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Warns of names that riders confuse, as the canonical validator does.</summary>
internal static class LineNameCheck
{
    /// <summary>Characters of a number that fit on a sign and in a map's label.</summary>
    private const int MaxNumberLength = 12;

    public static void Run(List<LineSheet> lines, List<LineDraft> drafts)
    {
        var seen = new Dictionary<(string, string, int, string), LineSheet>();
        foreach (var line in lines)
        {
            var root = drafts.First(draft => draft.Root.File == line.File).Root;
            if (line.Number is { } number)
            {
                CheckNumber(line, number, root);
            }

            if (!seen.TryAdd((line.Number?.Main ?? string.Empty, line.Name?.Main ?? string.Empty, line.Mode.RouteType, line.Operator.Id), line))
            {
                var other = seen[(line.Number?.Main ?? string.Empty, line.Name?.Main ?? string.Empty, line.Mode.RouteType, line.Operator.Id)];
                (root.Optional("name") ?? root).Warning($"the line has number and name of '{other.Id}' ({other.File})", "tell riders which is which");
            }
        }
    }

    private static void CheckNumber(LineSheet line, LocalizedText number, SheetMapping root)
    {
        foreach (var text in number.Translations.Values.Prepend(number.Main).Where(text => text.Length > MaxNumberLength))
        {
            root.Optional("number")!.Warning($"the number \"{text}\" has {text.Length} characters", $"use {MaxNumberLength} or fewer; the rest belongs into 'name'");
        }

        foreach (var language in line.Name is null ? [] : line.Name.Translations.Keys.Concat(number.Translations.Keys).Prepend(null).Distinct())
        {
            var (shown, name) = (In(number, language), In(line.Name!, language));
            if (name.StartsWith(shown, StringComparison.OrdinalIgnoreCase)
                && (name.Length == shown.Length || name[shown.Length] is ' ' or '-' or '(' or ')'))
            {
                root.Optional("name")!.Warning($"the name \"{name}\" starts with the number", "leave the number out of 'name'; both are shown side by side");
            }
        }
    }

    /// <summary>What riders of a language read: the main text where nobody has written it in theirs. Null is the main language.</summary>
    private static string In(LocalizedText text, string? language) => (language is null ? null : text.In(language)) ?? text.Main;
}
