using System.Globalization;
using System.Text;
using TransitHub.Core.Conformance;
using TransitHub.Gtfs.Notices;

namespace TransitHub.Server.Commands.Validate;

/// <summary>A report on GTFS-Realtime as one HTML page that needs nothing else.</summary>
internal static class RealtimeReportPage
{
    /// <summary>Writes the page.</summary>
    public static string Write(RealtimeReport report)
    {
        StringBuilder page = HtmlReport.Begin(report.Realtime + ": findings", report.Realtime, widthRem: 70);
        page.Append(CultureInfo.InvariantCulture, $"""
            <p>{HtmlReport.Text(report.Headline)}. Held against {HtmlReport.Text(report.Gtfs)}, version {HtmlReport.Text(report.Version)}.</p>

            """);
        bool isClean = true;
        foreach (RealtimeRuleReport rule in report.Rules)
        {
            isClean = false;
            Write(page, rule);
        }

        page.Append(isClean ? "<p>Nothing was found to be wrong.</p>\n" : string.Empty);
        WriteDeviations(page, report);
        return HtmlReport.End(page);
    }

    private static void Write(StringBuilder page, RealtimeRuleReport rule)
    {
        string severity = HtmlReport.Name(rule.Rule.Severity);
        string open = rule.Rule.Severity == NoticeSeverity.Error ? " open" : string.Empty;
        page.Append(CultureInfo.InvariantCulture, $"""
            <details{open}><summary><strong class="{severity}">{severity}</strong> {rule.Rule.Code}, {HtmlReport.Text(rule.Rule.Title)}: {rule.Total} in {rule.Moments} moments</summary>
            <p><a href="{HtmlReport.Text(rule.Rule.Specification.AbsoluteUri)}">What the specification says</a></p>
            <table><thead><tr><th>moment</th><th>feed</th><th>entity</th><th>what to do</th></tr></thead><tbody>

            """);
        foreach ((long moment, RealtimeNotice notice) in rule.Samples)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{moment}</td><td>{HtmlReport.Text(notice.Feed)}</td><td>{HtmlReport.Text(notice.Entity)}</td><td>{HtmlReport.Text(notice.Message)}</td></tr>\n");
        }

        page.Append("</tbody></table>");
        HtmlReport.AddMore(page, rule.Total - rule.Samples.Count);

        page.Append("</details>\n");
    }

    private static void WriteDeviations(StringBuilder page, RealtimeReport report)
    {
        if (report.Excused.Count == 0)
        {
            return;
        }

        page.Append("<h2>What the canonical validator would say besides</h2><table><thead><tr><th>rules</th><th>times</th><th>why it is none</th></tr></thead><tbody>\n");
        foreach ((string id, long count) in report.Excused)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{HtmlReport.Text(id)}</td><td>{count}</td><td>{HtmlReport.Text(RealtimeDeviation.All.First(one => one.Id == id).Why)}</td></tr>\n");
        }

        page.Append("</tbody></table>\n");
    }
}
