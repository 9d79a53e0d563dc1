namespace TransitHub.Gtfs.Sheets;

/// <summary>Something in a sheet that its writer should change.</summary>
/// <param name="File">Path of the file as <see cref="SheetFiles"/> names it, with forward slashes.</param>
/// <param name="Line">Line in the file, from 1; 0 means the whole file.</param>
/// <param name="Severity">Whether the sheets can be used as they are.</param>
/// <param name="Wrong">What is wrong, without a full stop.</param>
/// <param name="Remedy">What to write instead, without a full stop.</param>
public sealed record SheetProblem(string File, int Line, SheetSeverity Severity, string Wrong, string Remedy)
{
    /// <summary><c>file:line: what is wrong: remedy</c>, as editors and people can follow it.</summary>
    public override string ToString() =>
        $"{File}{(Line > 0 ? ":" + Line.ToString(System.Globalization.CultureInfo.InvariantCulture) : string.Empty)}: "
        + $"{(Severity == SheetSeverity.Warning ? "warning: " : string.Empty)}{Wrong}: {Remedy}";
}
