using System.Text.Json;

namespace TransitHub.Core.Alerting;

/// <summary>GTFS-Realtime's words for causes, effects and severities, as the specification writes them.</summary>
public static class AlertWords
{
    /// <summary>Reads a word; none is the enumeration's own for "unknown".</summary>
    /// <param name="word">Such as CONSTRUCTION; case does not matter.</param>
    /// <param name="value">What it means.</param>
    public static bool TryParse<T>(string? word, out T value)
        where T : struct, Enum
    {
        foreach (T one in Enum.GetValues<T>())
        {
            if (word is null ? Of(one).StartsWith("UNKNOWN_", StringComparison.Ordinal) : string.Equals(Of(one), word, StringComparison.OrdinalIgnoreCase))
            {
                value = one;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Reads a word that was checked.</summary>
    /// <exception cref="FormatException">There is no such word.</exception>
    public static T Parse<T>(string? word)
        where T : struct, Enum => TryParse(word, out T value) ? value : throw new FormatException($"There is no {typeof(T).Name} '{word}'.");

    /// <summary>The word.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    /// <summary>A sentence with all words.</summary>
    internal static string Known<T>()
        where T : struct, Enum => $"must be one of {string.Join(", ", Enum.GetValues<T>().Select(Of))}.";
}
