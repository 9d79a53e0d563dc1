using System.Globalization;
using System.Net;
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

    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
        table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; font-size: .9rem; }
        th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; padding: .25rem .6rem .25rem 0; overflow-wrap: anywhere; }
        @media (prefers-color-scheme: dark) { body { color: #eee; background: #161616; } th, td { border-color: #444; } }
        """;

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
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Html(title)}</title><style>{Style}</style></head>
            <body>
            <h1>{Html(title)}</h1>

            """);
        foreach (ReportSection section in sections)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Html(section.Title)}</h2>\n<p>{Html(section.Lead)}</p>\n");
            if (section.Rows.Count > 0)
            {
                page.Append("<table><thead><tr>").AppendJoin(string.Empty, section.Columns.Select(c => $"<th>{Html(c)}</th>")).Append("</tr></thead><tbody>\n");
                foreach (IReadOnlyList<string> row in section.Rows)
                {
                    page.Append("<tr>").AppendJoin(string.Empty, row.Select(c => $"<td>{Html(c)}</td>")).Append("</tr>\n");
                }

                page.Append("</tbody></table>\n");
            }
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
