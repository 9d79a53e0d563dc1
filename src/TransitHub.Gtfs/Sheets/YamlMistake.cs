namespace TransitHub.Gtfs.Sheets;

/// <summary>Says what usually lies behind a message of the YAML parser.</summary>
internal static class YamlMistake
{
    public static SheetProblem Explain(string file, string text, int startLine, string message)
    {
        var line = Math.Max(1, startLine);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var at = Math.Max(0, line - 2); at < Math.Min(lines.Length, line + 1); at++)
        {
            if (lines[at][..(lines[at].Length - lines[at].TrimStart().Length)].Contains('\t', StringComparison.Ordinal))
            {
                return new SheetProblem(file, at + 1, SheetSeverity.Error, "a tab stands in the indentation", "indent with spaces; YAML forbids tabs");
            }
        }

        var wrong = $"this is not YAML ({message})";
        var remedy = message switch
        {
            var m when m.Contains("nested", StringComparison.Ordinal) => "write it flatter",
            var m when m.Contains("anchor", StringComparison.Ordinal) => "write the value out",
            _ => "check indentation, closing brackets and quotes around texts with ': ' or '#' in this line and the one before",
        };
        return new SheetProblem(file, line, SheetSeverity.Error, wrong, remedy);
    }
}
