namespace TransitHub.Gtfs.Sheets;

/// <summary>The languages of a set of sheets.</summary>
/// <param name="Main">The main language, BCP 47: what a plain text is in. Empty if it could not be read: then the first text counts.</param>
/// <param name="Wanted">All languages in which riders are to read names; each that a name lacks is a warning.</param>
public sealed record SheetLanguages(string Main, IReadOnlyList<string> Wanted)
{
    /// <summary>One language and nothing else wanted.</summary>
    public static SheetLanguages Only(string main) => new(main, []);

    /// <summary>Notes wanted languages that a text lacks. A text without letters (a number, a symbol) is the same in all.</summary>
    internal void NoteMissing(SheetNode node, string main, IReadOnlyCollection<string> others)
    {
        if (!main.Any(char.IsLetter))
        {
            return;
        }

        var missing = Wanted.Where(language => language != Main && !others.Contains(language)).ToList();
        if (missing.Count > 0)
        {
            node.Warning($"'{node.Label}' \"{SheetValues.Short(main)}\" is missing in {string.Join(", ", missing)}",
                $"write {{{Main}: ..., {string.Join(", ", missing.Select(language => language + ": ..."))}}}");
        }
    }
}
