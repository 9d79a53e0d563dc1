namespace TransitHub.Gtfs.Sheets;

/// <summary>Says what usually lies behind a message of the YAML parser.</summary>
internal static class YamlMistake
{
    public static SheetProblem Explain(string file, string yaml, int startLine, string message)
    {
        var line = Math.Max(1, startLine);
        var lines = yaml.ReplaceLineEndings("\n").Split('\n');
        var tab = Array.FindIndex(lines, text => text[..(text.Length - text.TrimStart().Length)].Contains('\t', StringComparison.Ordinal));
        if (tab >= 0)
        {
            return new SheetProblem(file, tab + 1, SheetSeverity.Error, "a tab stands in the indentation", "indent with spaces; YAML forbids tabs");
        }

        var wrong = $"this is not YAML ({message})";
        var remedy = message switch
        {
            var m when m.Contains("nested", StringComparison.Ordinal) => "write it flatter",
            var m when m.Contains("anchor", StringComparison.Ordinal) => "write the value out",
            var m when m.Contains("tag", StringComparison.Ordinal) => "put quotes around a text that begins with '!'",
            _ => "check indentation, closing brackets and quotes around texts with ': ' or '#' in this line and the one before",
        };
        return new SheetProblem(file, line, SheetSeverity.Error, wrong, remedy);
    }
}
