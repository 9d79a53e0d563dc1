using System.Globalization;
using System.Text;

namespace TransitHub.Gtfs.Comparing;

/// <summary>
/// A name as far as it tells one thing from another: without case, punctuation, spacing, full-width forms and the accents of Latin letters. Vowels and
/// tones of Thai and other scripts are written with marks that make another word, so they stay. Accents are folded here, since the hub runs without the
/// tables of the system's languages, where text cannot be normalized.
/// </summary>
public static class NameKey
{
    /// <summary>Base letters of U+00C0 to U+017F; a space is a character that stays as it is.</summary>
    private const string LatinFrom00C0 =
        "aaaaaa ceeeeiiiidnooooo ouuuuy  " + "aaaaaa ceeeeiiiidnooooo ouuuuy y"
        + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkk llllllllllnnnnnn   oooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    /// <summary>The key; empty for a name without letters and digits.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = new StringBuilder(name.Length);
        foreach (var rune in name.Replace("\u0E4D\u0E32", "\u0E33", StringComparison.Ordinal).EnumerateRunes())
        {
            var isLatinAccent = rune.Value is >= 0x300 and <= 0x36F;
            if (!isLatinAccent && (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark))
            {
                key.Append(Fold(Rune.ToLowerInvariant(rune)));
            }
        }

        return key.ToString();
    }

    private static string Fold(Rune rune) => rune.Value switch
    {
        0xDF => "ss",
        0xE6 or 0xC6 => "ae",
        0x152 or 0x153 => "oe",
        >= 0xC0 and <= 0x17F when LatinFrom00C0[rune.Value - 0xC0] is not ' ' and var letter => letter.ToString(),
        >= 0x1EA0 and <= 0x1EB7 => "a",
        >= 0x1EB8 and <= 0x1EC7 => "e",
        >= 0x1EC8 and <= 0x1ECB => "i",
        >= 0x1ECC and <= 0x1EE3 => "o",
        >= 0x1EE4 and <= 0x1EF1 => "u",
        >= 0x1EF2 and <= 0x1EF9 => "y",
        >= 0xFF10 and <= 0xFF5A => ((char)(rune.Value - 0xFEE0)).ToString().ToLowerInvariant(),
        _ => rune.ToString(),
    };
}
