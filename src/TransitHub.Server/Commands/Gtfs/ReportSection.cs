using System.Globalization;
using System.Text;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary>A part of a report for people: a heading, a sentence and a table, which text and page show alike.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Lead">The sentence; empty: none.</param>
/// <param name="Columns">The table's columns; empty: no table.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record ReportSection(string Title, string Lead, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Rows of each table that the text shows; the page and the JSON have all.</summary>
    private const int TextRows = 20;

    /// <summary>The sections as text.</summary>
    public static string Text(IEnumerable<ReportSection> sections)
    {
        var text = new StringBuilder();
        foreach (ReportSection section in sections)
        {
            text.Append(text.Length > 0 ? "\n" : string.Empty).Append(section.Title).Append('\n');
            if (section.Lead.Length > 0)
            {
                text.Append("  ").Append(section.Lead).Append('\n');
            }

            foreach (IReadOnlyList<string> row in section.Rows.Take(TextRows))
            {
                text.Append("    ").AppendJoin(" | ", row).Append('\n');
            }

            if (section.Rows.Count > TextRows)
            {
                text.Append(CultureInfo.InvariantCulture, $"    and {section.Rows.Count - TextRows:N0} more, all in --html and --json\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The sections as one HTML page that needs nothing else.</summary>
    public static string Page(string title, IEnumerable<ReportSection> sections)
    {
        StringBuilder page = HtmlReport.Begin(title, title, widthRem: 76);
        foreach (ReportSection section in sections)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{HtmlReport.Text(section.Title)}</h2>\n<p>{HtmlReport.Text(section.Lead)}</p>\n");
            if (section.Rows.Count > 0)
            {
                page.Append("<table><thead><tr>").AppendJoin(string.Empty, section.Columns.Select(c => $"<th>{HtmlReport.Text(c)}</th>")).Append("</tr></thead><tbody>\n");
                foreach (IReadOnlyList<string> row in section.Rows)
                {
                    page.Append("<tr>").AppendJoin(string.Empty, row.Select(c => $"<td>{HtmlReport.Text(c)}</td>")).Append("</tr>\n");
                }

                page.Append("</tbody></table>\n");
            }
        }

        return HtmlReport.End(page);
    }
}
