using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A feed that is served unchanged for over a minute is not renewed.</summary>
internal sealed class TH010StandsStill() : RealtimeRule(
    "TH010",
    NoticeSeverity.Warning,
    "The feed stands still",
    "Renew header.timestamp at least every 30 s, also without change",
    "message-feedheader")
{
    internal override void OnUnchanged(FeedContext feed)
    {
        if (Posix.IsValid(feed.HeaderTimestamp) && feed.Moment.NowMs - (feed.HeaderTimestamp * 1000) is > 65_000 and long age)
        {
            feed.Found(this, string.Empty, $"the same bytes as before, made {age / 1000} s ago");
        }
    }
}
