using TransitHub.Gtfs;

namespace TransitHub.Server.Network;

/// <summary>A name in the other languages of its feed.</summary>
internal static class NameTranslations
{
    /// <summary>By language; null when there is none.</summary>
    public static IReadOnlyDictionary<string, string>? Of(TextTranslations translations, string table, string field, string recordId, string value)
    {
        SortedDictionary<string, string>? found = null;
        foreach (string language in translations.Languages)
        {
            if (translations.Find(table, field, language, recordId, value) is { } text)
            {
                (found ??= new SortedDictionary<string, string>(StringComparer.Ordinal)).Add(language, text);
            }
        }

        return found;
    }
}
