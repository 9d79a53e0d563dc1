namespace TransitHub.Training.Reports;

/// <summary>A table of a report, for any form of page.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Note">What a reader must know of it; may be empty.</param>
/// <param name="Head">Names of the columns; the first column names the rows.</param>
/// <param name="Rows">Cells, as text.</param>
public sealed record ReportTable(string Title, string Note, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows);
