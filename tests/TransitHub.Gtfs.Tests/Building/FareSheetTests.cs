using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Building;

public sealed class FareSheetTests
{
    private const string Network = "network.yaml";
    private const string Boat = "lines/orange.yaml";
    private const string Bus = "lines/one.yaml";

    [Fact]
    public void A_price_of_a_line_becomes_a_fare_in_both_forms_of_the_reference()
    {
        var feed = BuiltFeed.Of(WithCurrency().Replace(Bus, "vehicle: bus", "vehicle: bus\nfare: 8.5"));

        Assert.Equal(["bus-1 8.50 THB 0 0 buses"], Rows(feed, "fare_attributes.txt"));
        Assert.Equal(["bus-1 bus-1"], Rows(feed, "fare_rules.txt"));
        Assert.Equal(["bus-1 8.50 THB"], Rows(feed, "fare_products.txt"));
        Assert.Equal(["bus-1"], Rows(feed, "networks.txt"));
        Assert.Equal(["bus-1 bus-1"], Rows(feed, "route_networks.txt"));
        Assert.Equal(["bus-1 bus-1"], Rows(feed, "fare_leg_rules.txt"));
        Assert.DoesNotContain("areas.txt", feed.Text.Files);
    }

    [Fact]
    public void Prices_by_zones_hold_both_ways_and_name_no_ride_that_no_line_makes()
    {
        var feed = BuiltFeed.Of(WithZones("{name: {th: เรือด่วน, en: Express boat}, pay: before, zones: {1-1: 9, 1-2: 14, 3-1: 30}}"));

        Assert.Equal(["express.14.00 14.00 THB 1 0 boats", "express.9.00 9.00 THB 1 0 boats"], Rows(feed, "fare_attributes.txt").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["express.14.00 orange 1 2", "express.14.00 orange 2 1", "express.9.00 orange 1 1"], Rows(feed, "fare_rules.txt").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["express zone-1 zone-1 express.9.00", "express zone-1 zone-2 express.14.00", "express zone-2 zone-1 express.14.00"], Rows(feed, "fare_leg_rules.txt"));
        Assert.Equal(["zone-1 1", "zone-2 2"], Rows(feed, "areas.txt"));
        Assert.Equal(["zone-1 S1", "zone-1 S2", "zone-2 S3"], Rows(feed, "stop_areas.txt"));
        Assert.Contains(feed.Text["translations.txt"], row => (row["table_name"], row["language"], row["translation"]) == ("networks", "en", "Express boat"));
        Assert.Equal("1", feed.Text["stops.txt"].Single(row => row["stop_id"] == "S2")["zone_id"]);
    }

    [Fact]
    public void Lines_of_two_operators_share_a_fare_and_each_agency_has_its_own_attributes()
    {
        var feed = BuiltFeed.Of(WithFare("{price: 20}").Replace(Boat, "vehicle: boat", "vehicle: boat\nfare: express").Replace(Bus, "vehicle: bus", "vehicle: bus\nfare: express"));

        Assert.Equal(["express.boats 20.00 THB 0 0 boats", "express.buses 20.00 THB 0 0 buses"], Rows(feed, "fare_attributes.txt"));
        Assert.Equal(["express 20.00 THB"], Rows(feed, "fare_products.txt"));
        Assert.Equal(["express bus-1", "express orange"], Rows(feed, "route_networks.txt"));
    }

    [Fact]
    public void A_name_for_voices_goes_to_tts_stop_name_in_every_language()
    {
        var feed = BuiltFeed.Of(new SheetTexts().Replace(Boat, "code: \"2\"", "code: \"2\", tts: {th: ท่าเรือกลาง, en: Middle pier two}"));

        Assert.Equal("ท่าเรือกลาง", feed.Text["stops.txt"].Single(row => row["stop_id"] == "S2")["tts_stop_name"]);
        Assert.Contains(feed.Text["translations.txt"], row => (row["field_name"], row["record_id"], row["translation"]) == ("tts_stop_name", "S2", "Middle pier two"));
    }

    [Theory]
    [InlineData("{price: 20, zones: {1-1: 9}}", "a fare needs one of 'price' and 'zones'")]
    [InlineData("{pay: before}", "a fare needs one of 'price' and 'zones'")]
    [InlineData("{price: 20.005}", "THB has 2 decimals")]
    [InlineData("{price: -1}", "'price' is")]
    [InlineData("{price: 5, pay: later}", "riders cannot pay 'later'")]
    [InlineData("{zones: {12: 9}}", "'12' names no two zones")]
    [InlineData("{zones: {1-1: 9}}", "the fare 'express' has no price from zone 1 to zone 2")]
    public void A_fare_that_cannot_be_is_named_with_its_remedy(string fare, string told) =>
        Assert.Contains(told, Assert.Single(WithZones(fare).Told()), StringComparison.Ordinal);

    [Fact]
    public void What_a_fare_needs_elsewhere_is_asked_for()
    {
        Assert.Contains("the feed has no currency", Assert.Single(new SheetTexts().Replace(Bus, "vehicle: bus", "vehicle: bus\nfare: 8").Told()), StringComparison.Ordinal);
        Assert.Contains("there is no currency 'BAHT'", Assert.Single(new SheetTexts().Replace(Network, "  timezone:", "  currency: BAHT\n  timezone:").Told()), StringComparison.Ordinal);
        Assert.Contains("there is no fare 'expres'", Assert.Single(WithFare("{price: 20}").Replace(Boat, "vehicle: boat", "vehicle: boat\nfare: expres").Told()), StringComparison.Ordinal);
        Assert.Contains(
            "the stop 'S1' has none",
            Assert.Single(WithFare("{zones: {1-1: 9}}").Replace(Boat, "vehicle: boat", "vehicle: boat\nfare: express").Told()), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Rows(BuiltFeed feed, string file) => feed.Text[file].Select(row => string.Join(' ', row.Values.Where(value => value.Length > 0)));

    private static SheetTexts WithCurrency() => new SheetTexts().Replace(Network, "  timezone:", "  currency: THB\n  timezone:");

    private static SheetTexts WithFare(string fare) => WithCurrency().Replace(Network, "vehicles:", $"fares:\n  express: {fare}\nvehicles:");

    private static SheetTexts WithZones(string fare) => WithFare(fare)
        .Replace(Boat, "vehicle: boat", "vehicle: boat\nfare: express")
        .Replace(Boat, "dwell: 2m", "dwell: 2m, zone: \"1\"").Replace(Boat, "code: \"2\"", "code: \"2\", zone: 1").Replace(Boat, "at: [13.7485, 100.4890]", "at: [13.7485, 100.4890], zone: 2");
}
