using System.Collections.Immutable;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Tables;

/// <summary>translations.txt: every name in the languages besides the main one, by record.</summary>
internal static class TranslationTable
{
    public static void Write(BuiltFeed built, LineNetwork network, FeedSheet feed, TripPlan plan)
    {
        var table = new CsvTable("table_name", "field_name", "language", "translation", "record_id");
        foreach (var own in network.Operators)
        {
            Add(table, "agency", "agency_name", own.Name, own.Id);
        }

        foreach (var stop in StopTables.Used(plan))
        {
            Add(table, "stops", "stop_name", stop.Name, stop.Id);
            Add(table, "stops", "tts_stop_name", stop.Spoken, stop.Id);
        }

        foreach (var line in plan.Lines)
        {
            Add(table, "routes", "route_short_name", line.Number, line.Id);
            Add(table, "routes", "route_long_name", line.Name, line.Id);
        }

        foreach (var trip in plan.Trips)
        {
            Add(table, "trips", "trip_headsign", trip.Direction.To, trip.Id);
        }

        foreach (var fare in plan.Lines.Select(line => line.Fare).OfType<FareSheet>().Where(fare => feed.Currency is not null).DistinctBy(fare => fare.Id).OrderBy(fare => fare.Id, StringComparer.Ordinal))
        {
            Add(table, "networks", "network_name", fare.Name, fare.Id);
        }

        Add(table, "feed_info", "feed_publisher_name", feed.Publisher, null);
        for (var at = 0; at < network.Attributions.Length; at++)
        {
            Add(table, "attributions", "organization_name", network.Attributions[at].Organization, AgencyTables.AttributionId(at));
        }

        built.Add("translations.txt", table);
    }

    private static void Add(CsvTable table, string name, string field, LocalizedText? text, string? record)
    {
        foreach (var (language, translation) in text?.Translations ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            table.Add(name, field, language, translation, record);
        }
    }
}
