namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>Language tags of IETF BCP 47.</summary>
internal static class LanguageTag
{
    /// <summary>Whether the tag has the form of one: a language of two to eight letters, then parts of one to eight letters or digits.</summary>
    public static bool IsWellFormed(string tag)
    {
        var parts = tag.Replace('_', '-').Split('-');
        if (parts[0] is not ("x" or "i") && (parts[0].Length is < 2 or > 8 || !parts[0].All(char.IsAsciiLetter)))
        {
            return false;
        }

        return parts.Skip(1).All(part => part.Length is >= 1 and <= 8 && part.All(char.IsAsciiLetterOrDigit))
            && parts[^1].Length > (parts.Length > 1 && parts[^2] != "x" ? 1 : 0);
    }
}
