using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Images say their type, and what they show to who cannot see them.</summary>
internal sealed class TH086Image() : RealtimeRule(
    "TH086",
    NoticeSeverity.Error,
    "An image has no image type, or its alternative text no image",
    "Set media_type image/…; leave the alternative text out without image",
    "message-localizedimage")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        if ((alert.Image is null && alert.ImageAlternativeText is not null)
            || alert.Image is { LocalizedImage.Count: 0 }
            || alert.Image?.LocalizedImage.Any(static one => !one.MediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase)) == true)
        {
            feed.Found(this, entity.Id, $"alert {entity.Id} has an image without type, or a text for no image");
        }
    }
}
