using System.Globalization;
using System.Text;
using TransitHub.Gtfs.Notices;

namespace TransitHub.Server.Commands.Validate;

/// <summary>A report as one HTML page that needs nothing else: no script, no font, no picture.</summary>
internal static class NoticePage
{
    /// <summary>Writes the page.</summary>
    public static string Write(NoticeReport report)
    {
        StringBuilder page = HtmlReport.Begin(report.Feed + ": findings", report.Feed, widthRem: 70);
        page.Append(CultureInfo.InvariantCulture, $"""
            <p>{HtmlReport.Text(report.Headline)}. Version {HtmlReport.Text(report.Result.Version)}: {report.RowsOf("routes.txt")} routes, {report.RowsOf("trips.txt")} trips, {report.RowsOf("stops.txt")} stops. Judged for {report.Options.Today}.</p>

            """);
        foreach (NoticeKind kind in report.Kinds)
        {
            Write(page, kind);
        }

        if (report.Kinds.Count == 0)
        {
            page.Append("<p>Nothing was found to be wrong.</p>\n");
        }

        return HtmlReport.End(page);
    }

    private static void Write(StringBuilder page, NoticeKind kind)
    {
        string severity = HtmlReport.Name(kind.Severity);
        string open = kind.Severity == NoticeSeverity.Error ? " open" : string.Empty;
        page.Append(CultureInfo.InvariantCulture, $"""
            <details{open}><summary><strong class="{severity}">{severity}</strong> {HtmlReport.Text(kind.Code)}: {kind.Total}</summary>
            <table><thead><tr><th>file</th><th>line</th><th>field</th><th>value</th><th>what to do</th></tr></thead><tbody>

            """);
        foreach (Notice notice in kind.Shown)
        {
            string line = notice.Line > 0 ? notice.Line.ToString(CultureInfo.InvariantCulture) : string.Empty;
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{HtmlReport.Text(notice.File)}</td><td>{line}</td><td>{HtmlReport.Text(notice.Field)}</td><td>{HtmlReport.Text(notice.Value)}</td><td>{HtmlReport.Text(notice.Message)}{Details(notice)}</td></tr>\n");
        }

        page.Append("</tbody></table>");
        HtmlReport.AddMore(page, kind.Total - kind.Shown.Count);

        page.Append("</details>\n");
    }

    private static string Details(Notice notice) => notice.Details.Count == 0
        ? string.Empty
        : $" <small>({HtmlReport.Text(string.Join(", ", notice.Details.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Name} {d.Value}"))))})</small>";
}
