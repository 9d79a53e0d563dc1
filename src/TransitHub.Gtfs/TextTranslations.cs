namespace TransitHub.Gtfs;

/// <summary>
/// translations.txt as far as riders meet it: the texts of agency, routes, stops, trips and feed_info. A row that names a
/// record goes before one that names a value (GTFS reference, translations.txt).
/// </summary>
public sealed class TextTranslations
{
    private readonly Dictionary<Key, string> byRecord;
    private readonly Dictionary<Key, string> byValue;

    internal TextTranslations(Dictionary<Key, string> byRecord, Dictionary<Key, string> byValue)
    {
        (this.byRecord, this.byValue) = (byRecord, byValue);
        Languages = [.. byRecord.Keys.Concat(byValue.Keys).Select(key => key.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>A feed without translations.</summary>
    public static TextTranslations None { get; } = new([], []);

    /// <summary>The languages translated into, IETF BCP 47 as written, sorted; the feed's own is not among them unless rows say so.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>Number of translations kept.</summary>
    public int Count => this.byRecord.Count + this.byValue.Count;

    /// <summary>The translation of a field, or null.</summary>
    /// <param name="table">The file's name without .txt: agency, routes, stops, trips or feed_info.</param>
    /// <param name="field">The column, such as stop_name.</param>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    /// <param name="recordId">The row's id; empty for feed_info.</param>
    /// <param name="value">What the field says.</param>
    public string? Find(string table, string field, string language, string recordId, string value) =>
        this.byRecord.GetValueOrDefault(new Key(table, field, language, recordId))
        ?? (value.Length == 0 ? null : this.byValue.GetValueOrDefault(new Key(table, field, language, value)));

    internal readonly record struct Key(string Table, string Field, string Language, string Of);
}
