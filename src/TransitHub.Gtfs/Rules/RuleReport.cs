using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules;

/// <summary>Takes down what the rules find.</summary>
internal sealed class RuleReport(NoticeList notices)
{
    /// <summary>
    /// Counts a finding. True if its text is wanted as well: then one of the Add methods must follow, and makes it one
    /// finding; false if enough of the kind are kept, so that no text need be made.
    /// </summary>
    public bool Wants(RuleCode code)
    {
        if (notices.Keeps(code.Name))
        {
            return true;
        }

        notices.Tally(code.Name, code.Severity);
        return false;
    }

    /// <summary>Reports a row.</summary>
    public void Add(RuleCode code, GtfsTable table, int row, string? field, string message, params ReadOnlySpan<NoticeDetail> details)
    {
        var value = field is null ? null : table.FindColumn(field)?.Text(row);
        Add(code, table.File, table.Line(row), field, value, message, details);
    }

    /// <summary>Reports a file or the feed as a whole.</summary>
    public void Add(RuleCode code, string file, string message, params ReadOnlySpan<NoticeDetail> details) =>
        Add(code, file, 0, null, null, message, details);

    /// <summary>Reports a line.</summary>
    public void Add(RuleCode code, string file, long line, string? field, string? value, string message, params ReadOnlySpan<NoticeDetail> details) =>
        notices.Add(new Notice(code.Name, code.Severity, file, line, field, Shorten(value), message) { Details = [.. details] });

    private static string? Shorten(string? value) => value is { Length: > 100 } ? value[..100] : value;
}
