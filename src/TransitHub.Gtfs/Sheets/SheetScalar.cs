namespace TransitHub.Gtfs.Sheets;

/// <summary>A single value as text, whatever YAML would make of it: <c>no</c> stays a language and <c>1.10</c> a version.</summary>
public sealed class SheetScalar : SheetNode
{
    internal SheetScalar(string text, bool isQuoted, string label, string file, int line, SheetProblems problems)
        : base(label, file, line, problems) => (Text, IsQuoted) = (text.Trim(), isQuoted);

    /// <summary>The text without spaces around it.</summary>
    public string Text { get; }

    /// <summary>Whether it stands in quotes.</summary>
    public bool IsQuoted { get; }

    /// <summary>Whether nothing is written there: <c>key:</c>, <c>~</c> or <c>null</c>.</summary>
    public bool IsAbsent => !IsQuoted && Text is "" or "~" or "null";
}
