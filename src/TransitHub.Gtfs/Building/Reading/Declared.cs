using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>
/// What sheets declare by a name of their own. A value that could not be read stays declared as null: whoever refers to it
/// is not told a second time.
/// </summary>
internal sealed class Declared<T>(string kind, string where)
    where T : class
{
    private readonly Dictionary<string, T?> values = new(StringComparer.Ordinal);

    /// <summary>Whether the section could not be read at all, so that nobody can say what is in it.</summary>
    public bool IsUnreadable { get; set; }

    public IEnumerable<string> Names => this.values.Keys;

    public IEnumerable<T> Values => this.values.Values.OfType<T>();

    public bool TryAdd(string name, T? value) => this.values.TryAdd(name, value);

    public bool Has(string name) => this.values.ContainsKey(name);

    /// <summary>What a value refers to; notes a name that nobody declared.</summary>
    public T? Find(SheetNode node)
    {
        if (node.ReadText() is not { } name)
        {
            return null;
        }

        if (this.values.TryGetValue(name, out var value))
        {
            return value;
        }

        if (IsUnreadable)
        {
            return null;
        }

        node.Error($"there is no {kind} '{SheetValues.Short(name)}'", NearestWord.Find(name, Names) is { } nearest
            ? $"write '{nearest}', or declare it in {where}"
            : Names.Any() ? $"use one of {string.Join(", ", Names.Order(StringComparer.Ordinal).Take(12))}, or declare it in {where}" : $"declare it in {where}");
        return null;
    }
}
