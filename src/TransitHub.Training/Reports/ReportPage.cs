using System.Globalization;
using System.Net;
using System.Text;
using TransitHub.Core.Scoring;
using TransitHub.Training.Backtesting;
using TransitHub.Training.Scoring;

namespace TransitHub.Training.Reports;

/// <summary>report.html: one page that a person reads and that needs nothing else: no script, no font, no other file.</summary>
public static class ReportPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --line: #d8dee4; --back: #fff; --band: #f6f8fa; --own: #1a66d6; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4ae; --line: #343b43; --back: #12161b; --band: #1b2128; --own: #6ea8ff; } }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink); background: var(--back); }
        h1 { font-size: 1.6rem; margin-bottom: .3rem; } h2 { font-size: 1.2rem; margin: 2.2rem 0 .4rem; } p { max-width: 60rem; }
        .soft, .note { color: var(--soft); } .note { font-size: .9rem; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: .8rem; margin: 1.2rem 0; }
        .tile { background: var(--band); border-radius: .5rem; padding: .8rem 1rem; } .tile b { display: block; font-size: 1.5rem; font-weight: 600; } .tile span { color: var(--soft); font-size: .85rem; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; margin: .5rem 0 1rem; }
        th, td { border-bottom: 1px solid var(--line); padding: .25rem .6rem; text-align: right; white-space: nowrap; } th { vertical-align: bottom; color: var(--soft); font-weight: 500; }
        th:first-child, td:first-child { text-align: left; padding-left: 0; } tr.own td { color: var(--own); font-weight: 600; }
        .plots { display: grid; grid-template-columns: 1fr; gap: 1rem; } svg { width: 100%; height: auto; max-width: 62rem; } svg.small { max-width: 42rem; }
        summary { cursor: pointer; padding: .25rem 0; } .stress { border-left: .25rem solid #c9501c; padding-left: .8rem; }
        """;

    /// <summary>Writes the page.</summary>
    public static string Write(BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        StringBuilder page = new();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Backtest of {Text(report.Feed)}</title><style>{Style}</style></head>
            <body>
            <h1>Backtest of {Text(report.Feed)}</h1>
            <p class="soft">{Text(ReportNotes.Headline(report))}</p>

            """);
        if (report.Stress.Count > 0)
        {
            page.Append("<p class=\"stress\"><strong>Stress:</strong> ").Append(Text(string.Join("; ", report.Stress))).Append(".</p>\n");
        }

        WriteTiles(page, report);
        WriteSummary(page, report);
        page.Append("<h2>Accuracy by time ahead</h2>\n").Append(AccuracyChart.Write(report));
        WriteTable(page, MethodTables.Comparison(report), isOpen: true);
        if (MethodTables.Model(report) is { } model)
        {
            WriteTable(page, model, isOpen: true);
        }

        WriteTable(page, MethodTables.Plain(report), isOpen: true);
        if (MethodTables.Shifted(report) is { } shifted)
        {
            WriteTable(page, shifted, isOpen: true);
        }

        WriteTable(page, MethodTables.ByHorizon(report), isOpen: false);
        page.Append("<h2>Do the quantiles keep their word?</h2>\n").Append(ReliabilityChart.Write(report).Replace("<svg ", "<svg class=\"small\" ", StringComparison.Ordinal));
        WriteTable(page, HubTables.Reliability(report), isOpen: false);
        page.Append("<h2>Where the errors are</h2>\n").Append(ErrorMap.Write(report));
        WriteTable(page, HubTables.Worst(report), isOpen: false);
        WriteTable(page, HubTables.Assignment(report), isOpen: true);
        WriteTable(page, HubTables.Matching(report), isOpen: false);
        WriteKnowledge(page, report);
        page.Append("<h2>Every method by actual time ahead</h2>\n");
        foreach (MethodBoard board in report.Backtest.Boards)
        {
            WriteTable(page, MethodTables.Details(board), isOpen: false);
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void WriteSummary(StringBuilder page, BacktestReport report)
    {
        foreach (string paragraph in ReportSummary.List(report))
        {
            page.Append("<p>").Append(Text(paragraph)).Append("</p>\n");
        }

        page.Append("<details><summary>What the measures mean</summary>\n<dl>\n");
        WriteTerms(page, ReportSummary.Measures);
        page.Append("</dl></details>\n");
    }

    private static void WriteTerms(StringBuilder page, IEnumerable<(string Name, string Meaning)> terms)
    {
        foreach ((string name, string meaning) in terms)
        {
            page.Append("<dt><strong>").Append(Text(name)).Append("</strong></dt><dd>").Append(Text(meaning)).Append(".</dd>\n");
        }
    }

    private static void WriteTiles(StringBuilder page, BacktestReport report)
    {
        MaeDifference all = report.Comparisons[0].Difference;
        MethodScore published = report.Published;
        page.Append("<div class=\"tiles\">\n");
        Tile(page, $"{Figures.Of(report.Median.Errors.Mae)} s", "mean absolute error of our median");
        Tile(page, $"{Figures.Signed(all.Percent)} %", $"against the best other method ({report.Comparisons[0].Other}, {Figures.Of(all.OtherMae)} s)");
        Tile(page, $"{Figures.Of(published.Mbta.Pooled)} %", $"MBTA accuracy of our published time (median: {Figures.Of(report.Median.Mbta.Pooled)})");
        Tile(page, $"{Figures.Of(published.Eta.Percent)} %", $"ETA benchmark of our published time (bias {Figures.Signed(published.Errors.Bias)} s)");
        Tile(page, $"{Figures.Of(report.Median.Interval.All)} %", "of arrivals in our 80 % interval");
        page.Append("</div>\n");
    }

    private static void Tile(StringBuilder page, string figure, string meaning) =>
        page.Append("<div class=\"tile\"><b>").Append(Text(figure)).Append("</b><span>").Append(Text(meaning)).Append("</span></div>\n");

    private static void WriteTable(StringBuilder page, ReportTable table, bool isOpen)
    {
        page.Append(isOpen ? $"<h2>{Text(table.Title)}</h2>\n" : $"<details><summary>{Text(table.Title)}</summary>\n");
        if (table.Note.Length > 0)
        {
            page.Append("<p class=\"note\">").Append(Text(table.Note)).Append("</p>\n");
        }

        page.Append("<div class=\"wide\"><table><thead><tr>");
        foreach (string name in table.Head)
        {
            page.Append("<th>").Append(Text(name)).Append("</th>");
        }

        page.Append("</tr></thead><tbody>\n");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            page.Append(row[0].StartsWith("ours", StringComparison.Ordinal) ? "<tr class=\"own\">" : "<tr>");
            foreach (string cell in row)
            {
                page.Append("<td>").Append(Text(cell)).Append("</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</tbody></table></div>\n").Append(isOpen ? string.Empty : "</details>\n");
    }

    private static void WriteKnowledge(StringBuilder page, BacktestReport report)
    {
        page.Append("<h2>What each method is and knew</h2>\n<dl>\n");
        WriteTerms(page, report.Backtest.Boards.Select(board => (board.Plain.Name, board.Knows)));
        page.Append("</dl>\n<h2>How to read it</h2>\n<ul>\n");
        foreach (string note in ReportNotes.List(report))
        {
            page.Append("<li>").Append(Text(note)).Append("</li>\n");
        }

        page.Append("</ul>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
