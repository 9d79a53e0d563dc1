namespace TransitHub.Gtfs.Sheets;

/// <summary>
/// Collects all problems of a set of sheets in one run, so that a writer corrects them together. Equal
/// problems count once; beyond <see cref="MaxKept"/> they are counted only.
/// </summary>
public sealed class SheetProblems
{
    /// <summary>Problems kept: nobody reads more, and a generated sheet may hold a mistake a million times.</summary>
    public const int MaxKept = 1000;

    private readonly HashSet<SheetProblem> seen = [];
    private readonly List<SheetProblem> kept = [];

    /// <summary>Number of problems kept.</summary>
    public int Count => this.kept.Count;

    /// <summary>Number of problems found beyond those kept.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Whether any problem is an error.</summary>
    public bool HasErrors => ErrorCount > 0;

    /// <summary>Number of errors found.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>Notes a problem.</summary>
    public void Add(SheetProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (this.kept.Count >= MaxKept)
        {
            LeftOut++;
        }
        else if (this.seen.Add(problem))
        {
            this.kept.Add(problem);
        }
        else
        {
            return;
        }

        ErrorCount += problem.Severity == SheetSeverity.Error ? 1 : 0;
    }

    /// <summary>Notes an error of a whole file.</summary>
    public void Error(string file, string wrong, string remedy) => Add(new SheetProblem(file, 0, SheetSeverity.Error, wrong, remedy));

    /// <summary>The problems kept, by file and line.</summary>
    public IReadOnlyList<SheetProblem> InOrder() =>
        [.. this.kept.OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line)];
}
