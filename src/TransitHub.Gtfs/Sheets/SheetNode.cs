namespace TransitHub.Gtfs.Sheets;

/// <summary>
/// A value of a sheet that knows where it stands. Typed reads are in <see cref="SheetValues"/>: they give null and note
/// one problem when the value does not fit.
/// </summary>
public abstract class SheetNode
{
    private protected SheetNode(string label, string file, int line, SheetProblems problems) =>
        (Label, File, Line, Problems) = (label, file, line, problems);

    /// <summary>The key under which the value stands; for an item of a list the list's key; empty for a whole file.</summary>
    public string Label { get; }

    /// <summary>Path of the file as <see cref="SheetFiles"/> names it.</summary>
    public string File { get; }

    /// <summary>Line of the value's start, from 1.</summary>
    public int Line { get; }

    internal SheetProblems Problems { get; }

    /// <summary>Notes an error at this value.</summary>
    public void Error(string wrong, string remedy) => Problems.Add(new SheetProblem(File, Line, SheetSeverity.Error, wrong, remedy));

    /// <summary>Notes a warning at this value.</summary>
    public void Warning(string wrong, string remedy) => Problems.Add(new SheetProblem(File, Line, SheetSeverity.Warning, wrong, remedy));
}
