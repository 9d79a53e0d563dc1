using System.Collections.Immutable;

namespace TransitHub.Gtfs.Sheets;

/// <summary>A text for riders: in the main language, and in others as far as somebody has written it.</summary>
public sealed class LocalizedText : IEquatable<LocalizedText>
{
    /// <summary>Makes a text; <paramref name="main"/> is in the network's main language, the rest by BCP 47 code.</summary>
    public LocalizedText(string main, IEnumerable<KeyValuePair<string, string>>? translations = null)
    {
        ArgumentNullException.ThrowIfNull(main);
        Main = main;
        Translations = (translations ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>In the main language.</summary>
    public string Main { get; }

    /// <summary>In other languages, by BCP 47 code in ordinal order.</summary>
    public ImmutableSortedDictionary<string, string> Translations { get; }

    /// <summary>In a language, or null if nobody has written it in that one.</summary>
    public string? In(string language) => Translations.GetValueOrDefault(language);

    /// <inheritdoc/>
    public bool Equals(LocalizedText? other) =>
        other is not null && Main == other.Main && Translations.SequenceEqual(other.Translations);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LocalizedText);

    /// <inheritdoc/>
    public override int GetHashCode() => Main.GetHashCode(StringComparison.Ordinal);

    /// <summary>The main language's text.</summary>
    public override string ToString() => Main;
}
