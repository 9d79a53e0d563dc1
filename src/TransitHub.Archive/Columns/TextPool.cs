namespace TransitHub.Archive.Columns;

/// <summary>Gives the same string for the same text: a day says the same vehicle, trip and route thousands of times. Bounded: when it is full it begins anew.</summary>
internal sealed class TextPool
{
    private const int MaxTexts = 1 << 18;

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> texts;

    public TextPool() => this.texts = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text as a string.</summary>
    public string Get(ReadOnlySpan<char> text)
    {
        if (this.texts.TryGetValue(text, out string? known))
        {
            return known;
        }

        if (this.texts.Set.Count >= MaxTexts)
        {
            this.texts.Set.Clear();
        }

        string made = text.ToString();
        this.texts.Set.Add(made);
        return made;
    }
}
