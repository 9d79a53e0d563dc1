namespace TransitHub.Gtfs.Building.Tables;

/// <summary>agency.txt, feed_info.txt and attributions.txt.</summary>
internal static class AgencyTables
{
    public static void Write(BuiltFeed built, LineNetwork network, FeedSheet feed)
    {
        var agencies = new CsvTable("agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang", "agency_phone", "agency_email");
        foreach (var own in network.Operators)
        {
            agencies.Add(own.Id, own.Name.Main, own.Url, feed.TimeZone, feed.Language, own.Phone, own.Email);
        }

        built.Add("agency.txt", agencies);
        var info = new CsvTable(
            "feed_publisher_name", "feed_publisher_url", "feed_lang", "feed_start_date", "feed_end_date", "feed_version", "feed_contact_email", "feed_contact_url");
        info.Add(feed.Publisher.Main, feed.Url, feed.Language, feed.ValidFrom.ToString(), feed.ValidTo.ToString(), feed.Version, feed.ContactEmail, feed.ContactUrl);
        built.Add("feed_info.txt", info);

        var attributions = new CsvTable(
            "attribution_id", "organization_name", "is_producer", "is_operator", "is_authority", "attribution_url", "attribution_email", "attribution_phone");
        for (var at = 0; at < network.Attributions.Length; at++)
        {
            var own = network.Attributions[at];
            attributions.Add(AttributionId(at), own.Organization.Main, Flag(own.IsProducer), Flag(own.IsOperator), Flag(own.IsAuthority), own.Url, own.Email, own.Phone);
        }

        built.Add("attributions.txt", attributions);
    }

    public static string AttributionId(int at) => "attribution-" + CsvTable.Number(at + 1);

    private static string Flag(bool value) => value ? "1" : "0";
}
