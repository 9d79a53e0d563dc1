using System.Text;
using TransitHub.Training.Backtesting;

namespace TransitHub.Training.Reports;

/// <summary>report.md: the tables, for reviews and repositories.</summary>
public static class ReportMarkdown
{
    /// <summary>Writes the report.</summary>
    public static string Write(BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        StringBuilder page = new();
        page.Append("# Backtest of ").Append(report.Feed).Append("\n\n").Append(ReportNotes.Headline(report)).Append('\n');
        if (report.Stress.Count > 0)
        {
            page.Append("\n**Stress:** ").AppendJoin("; ", report.Stress).Append(".\n");
        }

        foreach (string paragraph in ReportSummary.List(report))
        {
            page.Append('\n').Append(paragraph).Append('\n');
        }

        page.Append("\n## The measures\n\n");
        foreach ((string name, string meaning) in ReportSummary.Measures)
        {
            page.Append("- **").Append(name).Append("**: ").Append(meaning).Append(".\n");
        }

        foreach (ReportTable? table in new[] { MethodTables.Comparison(report), MethodTables.Model(report), MethodTables.Plain(report), MethodTables.Shifted(report), MethodTables.ByHorizon(report), HubTables.Reliability(report), HubTables.Matching(report), HubTables.Assignment(report), HubTables.Worst(report) })
        {
            if (table is not null)
            {
                Write(page, table, "##");
            }
        }

        page.Append("\n## What each method is and knew\n\n");
        foreach (MethodBoard board in report.Backtest.Boards)
        {
            page.Append("- **").Append(board.Plain.Name).Append("**: ").Append(board.Knows).Append(".\n");
        }

        page.Append("\n## How to read it\n\n");
        foreach (string note in ReportNotes.List(report))
        {
            page.Append("- ").Append(note).Append('\n');
        }

        page.Append("\n## Every method by actual time ahead\n");
        foreach (MethodBoard board in report.Backtest.Boards)
        {
            Write(page, MethodTables.Details(board), "###");
        }

        return page.ToString();
    }

    private static void Write(StringBuilder page, ReportTable table, string level)
    {
        page.Append('\n').Append(level).Append(' ').Append(table.Title).Append("\n\n");
        if (table.Note.Length > 0)
        {
            page.Append(table.Note).Append("\n\n");
        }

        page.Append("| ").AppendJoin(" | ", table.Head).Append(" |\n|").Insert(page.Length, "---|", table.Head.Count).Append('\n');
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            page.Append("| ").AppendJoin(" | ", row.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        }
    }
}
