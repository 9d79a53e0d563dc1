namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>Whether a text is written in one case only, as the canonical validator sees it.</summary>
internal static class LetterCase
{
    /// <summary>
    /// A single word is faulted only when all its letters are small; of several words of two letters or more, at least one
    /// must have letters of both cases. Words of scripts without case (Thai, Chinese …) are not looked at.
    /// </summary>
    public static bool IsOneCase(string text)
    {
        var (words, cased, mixed, small) = (0, 0, false, false);
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsLetter(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var (upper, lower) = (0, 0);
            for (; at < text.Length && char.IsLetter(text[at]); at++)
            {
                upper += char.IsUpper(text[at]) ? 1 : 0;
                lower += char.IsLower(text[at]) ? 1 : 0;
            }

            words++;
            if (at - start > 1 && upper + lower > 0)
            {
                cased++;
                mixed |= upper > 0 && lower > 0;
                small = lower == at - start;
            }
        }

        return words == 1 && !text.Any(char.IsDigit) ? cased == 1 && small : cased >= 2 && !mixed;
    }
}
