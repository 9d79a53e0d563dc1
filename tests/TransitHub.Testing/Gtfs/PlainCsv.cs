namespace TransitHub.Testing.Gtfs;

/// <summary>The same rules as the product's reader, told a second time, character by character and without any care for speed.</summary>
public static class PlainCsv
{
    /// <summary>The rows with the line on which each starts.</summary>
    public static IEnumerable<(long Line, IReadOnlyList<string> Fields)> Parse(string text)
    {
        var at = 0;
        long line = 1;
        while (at < text.Length)
        {
            var (fields, start, first) = (new List<string>(), at, line);
            var isRow = true;
            while (isRow)
            {
                fields.Add(Field(text, ref at, ref line));
                isRow = at < text.Length && text[at] == ',';
                at += isRow ? 1 : 0;
            }

            var isBlank = at == start;
            if (at < text.Length)
            {
                at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
                line++;
            }

            if (!isBlank)
            {
                yield return (first, fields);
            }
        }
    }

    private static string Field(string text, ref int at, ref long line)
    {
        var start = at;
        if (at < text.Length && text[at] == '"' && Close(text, at + 1) is >= 0 and var close)
        {
            var quoted = text[(at + 1)..close];
            line += Ends(quoted);
            at = close + 1;
            return quoted.Replace("\"\"", "\"", StringComparison.Ordinal) + Plain(text, ref at);
        }

        at = start;
        return Plain(text, ref at);
    }

    private static string Plain(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is not (',' or '\r' or '\n'))
        {
            at++;
        }

        return text[start..at];
    }

    private static int Close(string text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                if (at + 1 == text.Length || text[at + 1] != '"')
                {
                    return at;
                }

                at++;
            }
        }

        return -1;
    }

    private static int Ends(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Count(character => character is '\r' or '\n');
}
