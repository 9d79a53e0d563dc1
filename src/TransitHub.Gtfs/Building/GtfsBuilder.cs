using System.IO.Hashing;
using System.Text;
using NodaTime;
using TransitHub.Gtfs.Building.Tables;
using TransitHub.Gtfs.Writing;

namespace TransitHub.Gtfs.Building;

/// <summary>
/// Builds a GTFS zip of a network. Equal sheets and options give equal bytes on any machine. A headway becomes one template
/// trip for each direction, day type and travel time period with rows of frequencies.txt (exact_times=0); a departure
/// becomes a trip.
/// </summary>
public static class GtfsBuilder
{
    /// <summary>Hexadecimal digits of a version that is made of the sheets.</summary>
    private const int VersionLength = 16;

    /// <summary>
    /// Writes the zip to <paramref name="zip"/>, which need not seek. Throws <see cref="ArgumentException"/> for a time zone
    /// that does not exist or dates that run backwards.
    /// </summary>
    public static GtfsBuildReport Build(LineNetwork network, Stream zip, GtfsBuildOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(zip);
        var feed = Apply(network, options ?? new GtfsBuildOptions());
        var trips = TripPlan.Of(network, feed);
        using var source = new BuiltFeed();
        AgencyTables.Write(source, network, feed);
        var stops = StopTables.Write(source, trips);
        RouteTables.Write(source, trips);
        var stopTimes = TripTables.Write(source, trips, cancellationToken);
        var shapes = ShapeTables.Write(source, trips);
        FareTables.Write(source, feed, trips);
        CalendarTables.Write(source, network, feed, trips);
        TranslationTable.Write(source, network, feed, trips);
        GtfsZipWriter.Write(source, zip, cancellationToken);
        return new GtfsBuildReport(
            trips.Lines.Count, stops, trips.Trips.Count, trips.Trips.Sum(trip => trip.Windows.Length), stopTimes, shapes,
            feed.Version!, feed.ValidFrom, feed.ValidTo);
    }

    /// <summary>The feed with the options and with a version.</summary>
    private static FeedSheet Apply(LineNetwork network, GtfsBuildOptions options)
    {
        var feed = network.Feed with
        {
            TimeZone = options.TimeZone ?? network.Feed.TimeZone,
            ValidFrom = options.ValidFrom ?? network.Feed.ValidFrom,
            ValidTo = options.ValidTo ?? network.Feed.ValidTo,
        };
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(feed.TimeZone) is null)
        {
            throw new ArgumentException($"There is no time zone {feed.TimeZone}: use a name of the TZ database, such as Asia/Bangkok.", nameof(options));
        }

        if (feed.ValidTo < feed.ValidFrom)
        {
            throw new ArgumentException($"Service ends ({feed.ValidTo}) before it starts ({feed.ValidFrom}).", nameof(options));
        }

        var text = $"{network.Digest} {feed.TimeZone} {feed.ValidFrom} {feed.ValidTo}";
        return feed with { Version = feed.Version ?? Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(text)))[..VersionLength] };
    }
}
