using System.Globalization;
using System.Net;
using System.Text;
using TransitHub.Core.Conformance;
using TransitHub.Gtfs.Notices;

namespace TransitHub.Server.Commands.Validate;

/// <summary>A report on GTFS-Realtime as one HTML page that needs nothing else.</summary>
internal static class RealtimeReportPage
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
        table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; font-size: .9rem; }
        th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; padding: .25rem .6rem .25rem 0; overflow-wrap: anywhere; }
        summary { cursor: pointer; padding: .3rem 0; }
        .error { color: #a30000; } .warning { color: #7a5200; } .info { color: #0b4f8a; }
        @media (prefers-color-scheme: dark) { body { color: #eee; background: #161616; } th, td { border-color: #444; } .error { color: #ff8a80; } .warning { color: #ffc766; } .info { color: #8ec7ff; } a { color: #8ec7ff; } }
        """;

    /// <summary>Writes the page.</summary>
    public static string Write(RealtimeReport report)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(report.Realtime)}: findings</title><style>{Style}</style></head>
            <body>
            <h1>{Text(report.Realtime)}</h1>
            <p>{Text(report.Headline)}. Held against {Text(report.Gtfs)}, version {Text(report.Version)}.</p>

            """);
        bool isClean = true;
        foreach (RealtimeRuleReport rule in report.Rules)
        {
            isClean = false;
            Write(page, rule);
        }

        page.Append(isClean ? "<p>Nothing was found to be wrong.</p>\n" : string.Empty);
        WriteDeviations(page, report);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder page, RealtimeRuleReport rule)
    {
        string severity = rule.Rule.Severity.ToString().ToLowerInvariant();
        string open = rule.Rule.Severity == NoticeSeverity.Error ? " open" : string.Empty;
        page.Append(CultureInfo.InvariantCulture, $"""
            <details{open}><summary><strong class="{severity}">{severity}</strong> {rule.Rule.Code}, {Text(rule.Rule.Title)}: {rule.Total} in {rule.Moments} moments</summary>
            <p><a href="{Text(rule.Rule.Specification.AbsoluteUri)}">What the specification says</a></p>
            <table><thead><tr><th>moment</th><th>feed</th><th>entity</th><th>what to do</th></tr></thead><tbody>

            """);
        foreach ((long moment, RealtimeNotice notice) in rule.Samples)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{moment}</td><td>{Text(notice.Feed)}</td><td>{Text(notice.Entity)}</td><td>{Text(notice.Message)}</td></tr>\n");
        }

        page.Append("</tbody></table>");
        if (rule.Total > rule.Samples.Count)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>{rule.Total - rule.Samples.Count} more are counted and not shown.</p>");
        }

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
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(id)}</td><td>{count}</td><td>{Text(RealtimeDeviation.All.First(one => one.Id == id).Why)}</td></tr>\n");
        }

        page.Append("</tbody></table>\n");
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? string.Empty);
}
