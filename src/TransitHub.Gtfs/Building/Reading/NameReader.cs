using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Reads names for riders, and warns of those that shout or whisper, as the canonical validator does.</summary>
internal static class NameReader
{
    public static LocalizedText? ReadName(this SheetNode node, SheetLanguages languages)
    {
        var name = node.ReadLocalized(languages);
        if (name is not null && !HasUsualCase(name.Main))
        {
            node.Warning($"'{node.Label}' \"{SheetValues.Short(name.Main)}\" is written in one case", "write capitals where words start, such as Tha Chang");
        }

        return name;
    }

    /// <summary>
    /// Whether one word is not all small letters, or one of several has both cases. Numbers and single letters do not count,
    /// and names in a script without case are as they should be.
    /// </summary>
    private static bool HasUsualCase(string name)
    {
        var letters = name.Where(char.IsLetter).ToList();
        if (!letters.TrueForAll(c => char.IsUpper(c) || char.IsLower(c)))
        {
            return true;
        }

        var words = Words(name);
        return words.Count == 0 || (words.Count == 1
            ? words[0].Length == 1 || words[0].Any(char.IsUpper)
            : words.Count(word => word.Length > 1) < 2 || words.Exists(word => word.Any(char.IsUpper) && word.Any(char.IsLower)));
    }

    private static List<string> Words(string name) =>
        [.. new string([.. name.Select(c => char.IsLetter(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
