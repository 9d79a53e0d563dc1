using TransitHub.Gtfs.Rules;
using TransitHub.Gtfs.Time;

namespace TransitHub.Testing.Gtfs;

/// <summary>What a feed that was made here breaks of the canonical rules.</summary>
public static class CanonicalRules
{
    /// <summary>Findings on a day, as <c>rule: where</c>.</summary>
    public static IReadOnlyList<string> Broken(PlainFeed feed, ServiceDate today)
    {
        ArgumentNullException.ThrowIfNull(feed);
        var options = new ValidationOptions { Today = today, Country = "TH", NoticesPerCode = 10 };
        return
        [
            .. GtfsValidator.Validate(feed.ToZip(), options).Notices
                .Select(notice => $"{notice.Code}: {notice.File}:{notice.Line} {notice.Field}={notice.Value} {notice.Message}"),
        ];
    }
}
