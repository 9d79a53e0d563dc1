using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Building;

public sealed class LinePathTests
{
    private const string Bus = "lines/one.yaml";
    private const string Boat = "lines/orange.yaml";
    private const string Points = "[100.5012, 13.7205], [100.5041, 13.7229], [100.5061, 13.7300]";

    [Theory]
    [InlineData("{\"type\": \"LineString\", \"coordinates\": [" + Points + "]}")]
    [InlineData("{\"type\": \"Feature\", \"properties\": {}, \"geometry\": {\"type\": \"LineString\", \"coordinates\": [" + Points + "]}}")]
    [InlineData("{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"geometry\": {\"type\": \"LineString\", \"coordinates\": [" + Points + "]}}]}")]
    public void A_GeoJSON_file_is_the_same_as_its_points(string json)
    {
        var line = Drawn().With("paths/one.geojson", json).Network().FindLine("bus-1")!;

        Assert.Equal(new SheetTexts().Network().FindLine("bus-1")!.Directions[0].Path.Points, line.Directions[0].Path.Points);
    }

    [Theory]
    [InlineData("{\n\"type\": ", "paths/one.geojson:2: this is not JSON: ")]
    [InlineData("{\"type\": \"MultiLineString\", \"coordinates\": [[" + Points + "]]}", "paths/one.geojson: there is no LineString, or more than one: ")]
    [InlineData("{\"type\": \"\\ud800\"}", "paths/one.geojson:1: this is not JSON: ")]
    [InlineData("[]", "paths/one.geojson: there is no LineString, or more than one: ")]
    [InlineData("{\"type\": \"LineString\", \"coordinates\": [[13.7205, 100.5012], [13.73, 100.5061]]}", "paths/one.geojson: point 1 of the LineString is no place on Earth: give one LineString with [longitude, latitude] points")]
    [InlineData("{\"type\": \"LineString\", \"coordinates\": [[\"a\"]]}", "paths/one.geojson: point 1 of the LineString is no place on Earth: ")]
    public void A_GeoJSON_file_that_is_no_line_is_told(string json, string told) =>
        Assert.StartsWith(told, Assert.Single(Drawn().With("paths/one.geojson", json).Told()), StringComparison.Ordinal);

    [Fact]
    public void The_version_changes_with_a_file_that_a_path_comes_from()
    {
        var one = "{\"type\": \"LineString\", \"coordinates\": [" + Points + "]}";

        Assert.Equal(Drawn().With("paths/one.geojson", one + "\n").Network().Digest, Drawn().With("paths/one.geojson", one + "\r\n").Network().Digest);
        Assert.NotEqual(Drawn().With("paths/one.geojson", one).Network().Digest, Drawn().With("paths/one.geojson", one + " ").Network().Digest);
    }

    [Fact]
    public void Points_given_from_the_last_stop_to_the_first_are_turned_round()
    {
        var turned = new SheetTexts().Replace(Bus, "[[13.7205, 100.5012], [13.7229, 100.5041], [13.7300, 100.5061]]", "[[13.7300, 100.5061], [13.7229, 100.5041], [13.7205, 100.5012]]");

        Assert.Equal(new SheetTexts().Network().FindLine("bus-1")!.Directions[0].Path.LengthMeters, turned.Network().FindLine("bus-1")!.Directions[0].Path.LengthMeters, 0.5);
    }

    [Fact]
    public void A_path_is_cut_at_the_first_and_the_last_stop_and_has_a_vertex_at_each()
    {
        var direction = new SheetTexts().Network().FindLine("orange")!.Directions[0];

        Assert.Equal(0, direction.Stops[0].OffsetMeters);
        Assert.Equal(direction.Path.LengthMeters, direction.Stops[^1].OffsetMeters);
        Assert.All(direction.Stops, call => Assert.Contains(call.OffsetMeters, direction.Path.Offsets));
        Assert.DoesNotContain(new GeoPoint(13.70, 100.5), direction.Path.Points);
    }

    [Fact]
    public void A_straight_path_goes_from_stop_to_stop()
    {
        var line = new SheetTexts().Replace(Boat, "{along: river}", "{straight: true}").Network().FindLine("orange")!;

        Assert.Equal(line.Directions[0].Stops.Select(call => call.Stop.Place), line.Directions[0].Path.Points);
    }

    [Fact]
    public void A_line_may_come_back_to_its_first_stop()
    {
        var line = new SheetTexts()
            .Replace(Bus, "  - {to: {th: วัด, en: Temple}}\n", "  - {to: {th: รอบเมือง, en: Round}, stops: [S2, B1, B2, S2], path: {straight: true}}\n")
            .Replace(Bus, "  - {to: {th: ท่ากลาง, en: Middle Pier}, reverse: true}\n", "")
            .Replace(Bus, "[2, 3]", "[2, 3, 4]").Network().FindLine("bus-1")!;

        var calls = Assert.Single(line.Directions).Stops;
        Assert.Equal(["S2", "B1", "B2", "S2"], calls.Select(call => call.Stop.Id));
        Assert.True(calls[3].OffsetMeters > calls[2].OffsetMeters);
    }

    [Fact]
    public void Each_direction_may_have_a_path_of_its_own()
    {
        var line = new SheetTexts()
            .Replace(Bus, "Middle Pier}, reverse: true}", "Middle Pier}, reverse: true, path: {straight: true}}").Network().FindLine("bus-1")!;

        Assert.Equal(["B2", "B1", "S2"], line.Directions[1].Stops.Select(call => call.Stop.Id));
        Assert.Equal(line.Directions[1].Stops.Select(call => call.Stop.Place), line.Directions[1].Path.Points);
    }

    private static SheetTexts Drawn() =>
        new SheetTexts().Replace(Bus, "path: {points: [[13.7205, 100.5012], [13.7229, 100.5041], [13.7300, 100.5061]]}", "path: {geojson: paths/one.geojson}");
}
