using System.Globalization;
using System.Net;
using System.Text;
using TransitHub.Gtfs.Notices;

namespace TransitHub.Server.Commands.Validate;

/// <summary>A report as one HTML page that needs nothing else: no script, no font, no picture.</summary>
internal static class NoticePage
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
        table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; font-size: .9rem; }
        th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; padding: .25rem .6rem .25rem 0; overflow-wrap: anywhere; }
        summary { cursor: pointer; padding: .3rem 0; }
        .error { color: #a30000; } .warning { color: #7a5200; } .info { color: #0b4f8a; }
        @media (prefers-color-scheme: dark) { body { color: #eee; background: #161616; } th, td { border-color: #444; } .error { color: #ff8a80; } .warning { color: #ffc766; } .info { color: #8ec7ff; } }
        """;

    /// <summary>Writes the page.</summary>
    public static string Write(NoticeReport report)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(report.Feed)}: findings</title><style>{Style}</style></head>
            <body>
            <h1>{Text(report.Feed)}</h1>
            <p>{Text(report.Headline)}. Version {Text(report.Result.Version)}: {report.RowsOf("routes.txt")} routes, {report.RowsOf("trips.txt")} trips, {report.RowsOf("stops.txt")} stops. Judged for {report.Options.Today}.</p>

            """);
        foreach (NoticeKind kind in report.Kinds)
        {
            Write(page, kind);
        }

        if (report.Kinds.Count == 0)
        {
            page.Append("<p>Nothing was found to be wrong.</p>\n");
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder page, NoticeKind kind)
    {
        string severity = SeverityText(kind.Severity);
        string open = kind.Severity == NoticeSeverity.Error ? " open" : string.Empty;
        page.Append(CultureInfo.InvariantCulture, $"""
            <details{open}><summary><strong class="{severity}">{severity}</strong> {Text(kind.Code)}: {kind.Total}</summary>
            <table><thead><tr><th>file</th><th>line</th><th>field</th><th>value</th><th>what to do</th></tr></thead><tbody>

            """);
        foreach (Notice notice in kind.Shown)
        {
            string line = notice.Line > 0 ? notice.Line.ToString(CultureInfo.InvariantCulture) : string.Empty;
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(notice.File)}</td><td>{line}</td><td>{Text(notice.Field)}</td><td>{Text(notice.Value)}</td><td>{Text(notice.Message)}{Details(notice)}</td></tr>\n");
        }

        page.Append("</tbody></table>");
        if (kind.Total > kind.Shown.Count)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>{kind.Total - kind.Shown.Count} more are counted and not shown.</p>");
        }

        page.Append("</details>\n");
    }

    private static string Details(Notice notice) => notice.Details.Count == 0
        ? string.Empty
        : $" <small>({Text(string.Join(", ", notice.Details.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Name} {d.Value}"))))})</small>";

    private static string SeverityText(NoticeSeverity severity) => severity switch
    {
        NoticeSeverity.Error => "error",
        NoticeSeverity.Warning => "warning",
        _ => "info",
    };

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? string.Empty);
}
