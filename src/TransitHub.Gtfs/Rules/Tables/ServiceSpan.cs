using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>The days from the first to the last on which a trip of the feed runs.</summary>
internal static class ServiceSpan
{
    public static (ServiceDate? First, ServiceDate? Last) Of(GtfsTables feed)
    {
        var (first, last) = (int.MaxValue, int.MinValue);
        foreach (var service in Used(feed))
        {
            if (feed.ServiceDays.Of(service) is { Length: > 0 } days)
            {
                (first, last) = (Math.Min(first, days[0]), Math.Max(last, days[^1]));
            }
        }

        return last < first ? (null, null) : (ServiceDate.FromDayNumber(first), ServiceDate.FromDayNumber(last));
    }

    /// <summary>The services that trips name.</summary>
    public static IEnumerable<int> Used(GtfsTables feed)
    {
        var services = feed.Trips.Text("service_id");
        var used = new bool[services.Domain.Count];
        for (var row = 0; row < feed.Trips.Count; row++)
        {
            if (services[row] >= 0)
            {
                used[services[row]] = true;
            }
        }

        return Enumerable.Range(0, used.Length).Where(service => used[service]);
    }
}
