using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using TransitHub.Core.Time;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/status</c>: what the hub has, on one plain page.</summary>
internal static class StatusPage
{
    private const string Head = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="10">
        <title>TransitHub</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
        </style>
        </head>
        <body>
        <h1>TransitHub</h1>

        """;

    private static readonly (string Path, string Text)[] Links =
    [
        ("/", "live map"),
        ("/console", "console"),
        ("/v1/feeds", "feeds"),
        ("/v1/rejections", "rejections"),
        ("/readyz", "readiness"),
        ("/metrics", "metrics"),
        ("/reference", "API reference"),
    ];

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/status", Http.Read, (FeedDirectory feeds, FeedStatusReport report, HubHealth health, HubOptions options, TimeProvider clock) =>
            Results.Content(Render(feeds, report, health, options, Timestamp.Now(clock)), "text/html; charset=utf-8")).ExcludeFromDescription();

    private static string Render(FeedDirectory feeds, FeedStatusReport report, HubHealth health, HubOptions options, Timestamp now)
    {
        var page = new StringBuilder(Head);
        page.Append("<table><tr><th>Feed</th><th>Static version</th><th class=number>Vehicles</th><th class=number>On a trip</th><th>Runs nobody sees</th><th>Learned model</th>")
            .Append("<th class=number>Accepted</th><th class=number>Refused</th><th class=number>State age</th><th>GTFS, GTFS-Realtime</th></tr>\n");
        foreach (HubFeed feed in feeds.All)
        {
            AppendFeed(page, report.Of(feed));
        }

        page.Append("</table>\n");
        foreach (HubFeed feed in feeds.All)
        {
            DevicesTable.Append(page, feed, options.Query.FewestTold, now);
        }

        page.Append("<h2>Health</h2>\n<ul>\n");
        foreach (PartHealth part in health.List())
        {
            page.Append(CultureInfo.InvariantCulture, $"<li>{Escape(part.Part)}: {(part.Ready ? "ready" : Escape(part.Reason ?? "not ready"))}</li>\n");
        }

        page.Append("</ul>\n<p>").AppendJoin(" · ", Links.Select(l => $"<a href=\"{l.Path}\">{l.Text}</a>")).Append("</p>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void AppendFeed(StringBuilder page, FeedFigures figures)
    {
        string id = figures.Feed.Id.ToString();
        IEnumerable<string> links = new[] { ($"/gtfs/{id}.zip", "zip") }
            .Where(_ => figures.Feed.Static.Current is not null)
            .Concat([
                ($"/gtfs-rt/{id}/vehicle-positions.json", "positions"), ($"/gtfs-rt/{id}/trip-updates.json", "updates"), ($"/v1/vehicles?feed={id}", "vehicles"),
            ])
            .Select(l => $"<a href=\"{l.Item1}\">{l.Item2}</a>");
        page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Escape(figures.Feed.Name)}{(figures.Feed.IsSimulated ? " (simulated)" : string.Empty)}</td><td>{Escape(figures.StaticVersion ?? "none")}</td>")
            .Append(CultureInfo.InvariantCulture, $"<td class=number>{figures.Vehicles:N0}</td><td class=number>{figures.MatchedVehicles:N0}</td>")
            .Append(CultureInfo.InvariantCulture, $"<td>{DoubtOf(figures.Unseen)}</td><td>{ModelOf(figures)}</td>")
            .Append(CultureInfo.InvariantCulture, $"<td class=number>{figures.Counters.Accepted:N0}</td><td class=number>{figures.Refused:N0}</td>")
            .Append(CultureInfo.InvariantCulture, $"<td class=number>{figures.StateAgeSeconds:N0} s</td><td>{string.Join(", ", links)}</td></tr>\n");
    }

    private static string DoubtOf(UnseenCounts unseen) =>
        string.Create(CultureInfo.InvariantCulture, $"{unseen.Suspect:N0} suspect, {unseen.Canceled:N0} canceled");

    /// <summary>How much say the model has earned, where it has most.</summary>
    private static string ModelOf(FeedFigures figures) => figures.ModelShares.IsEmpty
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"up to {100 * figures.ModelShares.Max(m => m.Share):F0} %");

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
