using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TransitHub.Core.Counting;
using TransitHub.Core.Time;
using TransitHub.Server.Counts;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary>The counting devices of a feed as a table of the status page, with counts as anybody may see them.</summary>
internal static class DevicesTable
{
    private const int MaxRows = 200;

    /// <summary>Appends it; nothing for a feed that has none.</summary>
    public static void Append(StringBuilder page, HubFeed feed, int fewestTold, Timestamp now)
    {
        FeedDevice[] devices =
            [.. feed.Devices.List().Where(d => d.IsCounting).Take(MaxRows + 1)];
        if (devices.Length == 0)
        {
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"<h2>Counting devices of {Escape(feed.Name)}</h2>\n<table><tr><th>Device</th><th>Kind</th><th>State</th>")
            .Append("<th class=number>Last seen</th><th>Newest counts</th><th class=number>Passages</th></tr>\n");
        foreach (FeedDevice device in devices.Take(MaxRows))
        {
            AppendRow(page, device, feed.Counting.Watch.Find(device.Health.Device), fewestTold, now);
        }

        page.Append("</table>\n");
        if (devices.Length > MaxRows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>All of them: <a href=\"/v1/cameras?feed={feed.Id}\">cameras</a></p>\n");
        }
    }

    private static void AppendRow(StringBuilder page, FeedDevice device, DeviceVerdict? verdict, int fewestTold, Timestamp now)
    {
        string id = device.Health.Device.ToString();
        string name = device.Described is { } described ? $"{described.Name.Main} ({id})" : id;
        string state = device.Health.Status?.Online switch { true => "online", false => "offline", null => "not told" };
        string faults = verdict is null ? string.Empty : string.Concat(verdict.Faults.Select(f => $", {JsonNamingPolicy.SnakeCaseLower.ConvertName(f.Kind.ToString()).Replace('_', ' ')}"));
        string seen = device.Health.LastSeen is { } at ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, now.SecondsSince(at)):N0} s ago") : "never";
        IEnumerable<string> counts = device.Health.Counts.Select(c => Text(CountView.PublicOf(c, device.Described is { } own ? PublicCount.FewestTold(own, fewestTold) : fewestTold)));
        page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Escape(name)}</td>")
            .Append(CultureInfo.InvariantCulture, $"<td>{device.Described?.Kind.ToString().ToLowerInvariant() ?? "not registered"}</td><td>{state}{faults}</td><td class=number>{seen}</td>")
            .Append(CultureInfo.InvariantCulture, $"<td>{Escape(string.Join(", ", counts))}</td><td class=number>{device.Health.Passages:N0}</td></tr>\n");
    }

    private static string Text(CountView count)
    {
        string many = count.Present is { } present ? string.Create(CultureInfo.InvariantCulture, $"about {present:N0} present")
            : count.Count is { } exact ? exact.ToString("N0", CultureInfo.InvariantCulture) : count.FewerThan is { } most ? $"fewer than {most}" : "unknown";
        return $"{count.Channel} {count.Class}{(count.Direction is null ? string.Empty : " " + count.Direction)}: {many}";
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
