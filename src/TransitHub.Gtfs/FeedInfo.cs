using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs;

/// <summary>The row of feed_info.txt. Absent texts are empty, absent dates null.</summary>
public sealed record FeedInfo(
    string PublisherName,
    string PublisherUrl,
    string Language,
    ServiceDate? StartDate,
    ServiceDate? EndDate,
    string Version,
    string ContactEmail,
    string ContactUrl);
