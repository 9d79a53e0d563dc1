using System.Text.RegularExpressions;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Sheets;

/// <summary>Typed reads of texts for riders and of ways to reach somebody.</summary>
public static partial class SheetContacts
{
    /// <summary>
    /// A text for riders: a plain text in the main language, or one by language code, of which the main one is required.
    /// Languages of <paramref name="languages"/> that are missing from a map are noted as warnings.
    /// </summary>
    public static LocalizedText? ReadLocalized(this SheetNode node, SheetLanguages languages)
    {
        ArgumentNullException.ThrowIfNull(languages);
        if (node is not SheetMapping map)
        {
            if (node.Scalar("a text, or one by language such as {th: ..., en: ...}")?.Text is not { } plain)
            {
                return null;
            }

            languages.NoteMissing(node, plain, []);
            return new LocalizedText(plain.ReplaceLineEndings(" "));
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in map.Keys)
        {
            if (!IsLanguage(key.Text))
            {
                key.Error($"'{key.Text}' in '{node.Label}' is no language", "use a code of BCP 47, such as th or en");
            }
            else if (map[key].ReadText() is { } text)
            {
                texts.Add(key.Text, text);
            }
        }

        var mainLanguage = languages.Main.Length > 0 ? languages.Main : texts.Keys.FirstOrDefault(string.Empty);
        if (!texts.Remove(mainLanguage, out var main))
        {
            if (texts.Count > 0)
            {
                node.Error($"'{node.Label}' has no text in the main language '{languages.Main}'", $"add {languages.Main}: ...");
            }

            return null;
        }

        languages.NoteMissing(node, main, [.. map.Keys.Select(key => key.Text)]);
        return new LocalizedText(main, texts);
    }

    /// <summary>A language code of BCP 47.</summary>
    public static string? ReadLanguage(this SheetNode node) =>
        node.Matching("a language code", IsLanguage, "use a code of BCP 47, such as th, en or zh-Hant");

    /// <summary>An address of the web, http or https, with a host.</summary>
    public static string? ReadUrl(this SheetNode node) => node.Matching(
        "an address",
        text => WebAddress().Match(text) is { Success: true } address && IsPublicHost(address.Groups[1].Value),
        "write the whole public address, such as https://www.example.org");

    /// <summary>An e-mail address.</summary>
    public static string? ReadEmail(this SheetNode node) =>
        node.Matching("an e-mail address", text => Email().Match(text) is { Success: true } address && IsPublicHost(address.Groups[1].Value), "write it as name@example.org");

    /// <summary>A telephone number in full international form: +, country code, number.</summary>
    public static string? ReadPhone(this SheetNode node)
    {
        var text = node.Scalar("a telephone number")?.Text;
        var isInternational = text is not null && Phone().IsMatch(text);
        if (text is null || (isInternational && TelephoneNumber.IsPossible(text, country: null)))
        {
            return text;
        }

        node.Error(
            text.All(char.IsAsciiDigit) && text.Length <= 5
                ? $"'{node.Label}' is '{text}', a short number that cannot be dialed from abroad"
                : isInternational ? $"'{node.Label}' is '{SheetValues.Short(text)}', which has more or fewer digits than numbers of its country, or there is no such country"
                : $"'{node.Label}' is '{SheetValues.Short(text)}', which is no full international number",
            "write +, country code and number in quotes, such as \"+66 2 449 3000\"");
        return null;
    }

    /// <summary>Whether a host could be found by its name from anywhere; special-use names (RFC 6761) cannot, and validators refuse them.</summary>
    private static bool IsPublicHost(string host) => host.Split('.') is { Length: > 1 } labels
        && labels.All(label => label.Length is > 0 and < 64)
        && labels[^1].ToLowerInvariant() is not ("example" or "test" or "invalid" or "localhost" or "local" or "internal" or "onion")
        && labels[^1].Any(char.IsAsciiLetter);

    internal static bool IsLanguage(string text) => Language().IsMatch(text);

    private static string? Matching(this SheetNode node, string kind, Func<string, bool> fits, string remedy)
    {
        var text = node.Scalar(kind)?.Text;
        if (text is null || fits(text))
        {
            return text;
        }

        node.Error($"'{node.Label}' is '{SheetValues.Short(text)}', which is not {kind}", remedy);
        return null;
    }

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex Language();

    [GeneratedRegex(@"^https?://([A-Za-z0-9.-]+)(?::[0-9]{1,5})?(?:/[A-Za-z0-9_:@&?=+,.!*'%$;()~-]+)*/?(?:\?[!-~]*)?(?:#[!-~]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex WebAddress();

    [GeneratedRegex("^[A-Za-z0-9._%+-]+@([A-Za-z0-9.-]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"^\+[1-9][0-9 ()-]*[0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();
}
