namespace TransitHub.Gtfs.Sheets;

/// <summary>
/// Keys and values of a sheet. <see cref="Allow"/> is called first: it notes keys that nobody knows, and takes a misspelt
/// key for the one that was meant, so that one slip is one problem and not a missing value besides.
/// </summary>
public sealed class SheetMapping : SheetNode
{
    private readonly Dictionary<string, SheetNode> values = new(StringComparer.Ordinal);
    private readonly List<SheetScalar> keys = [];

    internal SheetMapping(string label, string file, int line, SheetProblems problems)
        : base(label, file, line, problems)
    {
    }

    /// <summary>The keys in the order of the file.</summary>
    public IReadOnlyList<SheetScalar> Keys => this.keys;

    /// <summary>The value of a key that is there; throws <see cref="KeyNotFoundException"/> if it is not.</summary>
    public SheetNode this[SheetScalar key] => this.values[(key ?? throw new ArgumentNullException(nameof(key))).Text];

    /// <summary>Notes keys that are not among <paramref name="known"/>, with the nearest that is.</summary>
    public void Allow(params ReadOnlySpan<string> known)
    {
        var words = known.ToArray();
        foreach (var key in this.keys.Where(key => !words.Contains(key.Text, StringComparer.Ordinal)).ToList())
        {
            var nearest = NearestWord.Find(key.Text, words.Where(word => !this.values.ContainsKey(word)))
                ?? NearestWord.Find(key.Text, words);
            key.Error($"{Place}does not know the key '{key.Text}'", nearest is null
                ? $"take it out; it knows {string.Join(", ", words)}"
                : $"write '{nearest}'");
            if (nearest is not null)
            {
                this.values.TryAdd(nearest, this.values[key.Text]);
            }
        }
    }

    /// <summary>The value of a key, or null if the key is missing or has nothing after it.</summary>
    public SheetNode? Optional(string key) =>
        this.values.GetValueOrDefault(key) is { } value && value is not SheetScalar { IsAbsent: true } ? value : null;

    /// <summary>The value of a key; notes a problem with the remedy and gives null if there is none.</summary>
    public SheetNode? Required(string key, string remedy)
    {
        if (Optional(key) is { } value)
        {
            return value;
        }

        var at = this.values.GetValueOrDefault(key) ?? this;
        at.Error($"{Place}has {(at == this ? "no" : "nothing after")} '{key}'", remedy);
        return null;
    }

    private string Place => Label.Length == 0 ? "the sheet " : $"'{Label}' ";

    internal bool TryAdd(SheetScalar key, SheetNode value)
    {
        if (!this.values.TryAdd(key.Text, value))
        {
            return false;
        }

        this.keys.Add(key);
        return true;
    }
}
