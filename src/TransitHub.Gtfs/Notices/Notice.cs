namespace TransitHub.Gtfs.Notices;

/// <summary>A finding about a file of a GTFS feed.</summary>
/// <param name="Code">Name of the rule in lower snake case; the canonical GTFS validator's name where it has the rule.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="File">Name of the file in the feed; empty when the feed as a whole is meant.</param>
/// <param name="Line">Line in the file, the header being 1; 0 means the whole file.</param>
/// <param name="Field">The column, or null when no single column is meant.</param>
/// <param name="Value">The text as found, shortened to 100 characters, or null.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
public sealed record Notice(
    string Code, NoticeSeverity Severity, string File, long Line, string? Field, string? Value, string Message)
{
    /// <summary>What else the rule says: other rows, ids, measures.</summary>
    public IReadOnlyList<NoticeDetail> Details { get; init; } = [];
}
