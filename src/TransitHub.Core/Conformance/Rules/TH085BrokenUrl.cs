using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Links are whole, with http:// or https://.</summary>
internal sealed class TH085BrokenUrl() : RealtimeRule(
    "TH085",
    NoticeSeverity.Error,
    "A url is broken",
    "Write the whole address",
    "message-alert")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        IEnumerable<string> urls = (alert.Url?.Translation.Select(static one => one.Text) ?? []).Concat(alert.Image?.LocalizedImage.Select(static one => one.Url) ?? []);
        foreach (string url in urls)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https"))
            {
                feed.Found(this, entity.Id, $"alert {entity.Id} has url {url}");
            }
        }
    }
}
