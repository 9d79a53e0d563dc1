using TransitHub.Gtfs.Notices;

namespace TransitHub.Gtfs.Reading.Files;

internal static class FeedInfoFile
{
    private static readonly FeedTableKind Kind = new(
        "feed_info.txt", false, [], ["feed_publisher_name", "feed_publisher_url", "feed_lang"],
        [
            "default_lang", "feed_start_date", "feed_end_date",
            "feed_version", "feed_contact_email", "feed_contact_url",
        ]);

    public static FeedInfo? Read(FeedReading reading)
    {
        using var table = reading.Open(Kind);
        if (table is null || !table.Read())
        {
            return null;
        }

        var info = new FeedInfo(
            table.Text(table.Column("feed_publisher_name")),
            table.Text(table.Column("feed_publisher_url")),
            table.Text(table.Column("feed_lang")),
            table.Date(table.Column("feed_start_date")),
            table.Date(table.Column("feed_end_date")),
            table.Text(table.Column("feed_version")),
            table.Text(table.Column("feed_contact_email")),
            table.Text(table.Column("feed_contact_url")));
        if (table.Read())
        {
            table.Report("more_than_one_entity", NoticeSeverity.Warning, -1,
                "feed_info.txt describes the feed in one row; only the first was used. Remove the others.");
        }

        return info;
    }
}
