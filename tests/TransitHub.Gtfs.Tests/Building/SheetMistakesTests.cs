using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Sheets;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Building;

public sealed class SheetMistakesTests
{
    private const string Network = "network.yaml";
    private const string Boat = "lines/orange.yaml";
    private const string Bus = "lines/one.yaml";

    [Fact]
    public void Twelve_mistakes_are_twelve_messages_in_one_run()
    {
        var told = SheetTexts.WithTwelveMistakes().Told();

        Assert.Equal(
            [
                "lines/one.yaml:19: 'service' does not know the key 'betwen': write 'between'",
                "lines/orange.yaml:2: there is no operator 'boat': write 'boats', or declare it in 'operators' of network.yaml",
                "lines/orange.yaml:6: 'color' is 'orange', which is no color: give six hexadecimal digits in quotes, such as \"F58220\"",
                "lines/orange.yaml:10: the stop 'S2' is already at lines/one.yaml:9, 376 m away: write {id: S2} here if it is the same stop, else give this one an id of its own",
                "lines/orange.yaml:11: the stop 'S3' lies 50.3 km from the nearest other stop of the line: correct its 'at'; if it is right, add 'far: true' to the stop",
                "lines/orange.yaml:14: no ferry runs at 180 km/h: give its running speed between stops, 2 to 75 km/h",
                "lines/orange.yaml:17: 'every' is 0m: give a length of time from 20s to 4h",
                "lines/orange.yaml:18: the departure 07:30 stands after 08:00: list departures in their order; after midnight write 24:10 for 00:10",
                "network.yaml:6: there is no time zone 'Asia/Bangkock': write Asia/Bangkok",
                "network.yaml:10: 'phone' is '1348', a short number that cannot be dialed from abroad: write +, country code and number in quotes, such as \"+66 2 449 3000\"",
                "network.yaml:19: '2026-02-30' is no date: write a day that exists as YYYY-MM-DD, such as 2026-12-05",
                "network.yaml:24: 'capacity' is '0': give a whole number of riders from 1 to 5000",
            ],
            told);
        Assert.Null(SheetTexts.WithTwelveMistakes().Read().Network);
    }

    [Theory]
    [InlineData(Network, "2026-12-10:", "soon:", ":19: 'soon' is no date: ")]
    [InlineData(Network, "runs: weekend", "runs: sundays", ":16: there is no day type 'sundays': use one of weekday, weekend")]
    [InlineData(Network, "[sat, sun]", "[sat, son]", ":14: 'son' is no day of the week: ")]
    [InlineData(Network, "to: 2027-12-31", "to: 2025-12-31", ":8: 'valid' ends (2025-12-31) before it starts (2026-01-01): ")]
    [InlineData(Network, "language: th", "language: thai", ":4: 'language' is 'thai', which is not a language code: ")]
    [InlineData(Network, "url: https://feed.example.org", "url: feed.example.org", ":3: 'url' is 'feed.example.org', which is not an address: ")]
    [InlineData(Network, "data@example.org", "data at example.org", ":7: 'contact_email' is 'data at example.org', which is not an e-mail address: ")]
    [InlineData(Network, ", is_producer: true", "", ":26: the attribution has no role: ")]
    [InlineData(Network, "[13.70, 100.500], ", "[100.500, 13.70], ", ":21: 'points' is [100.500, 13.70], which is nowhere on Earth: latitude comes first: [13.70, 100.500]")]
    [InlineData(Network, "seats: 60", "seats: 160", ":23: there are more seats (160) than the capacity (120): ")]
    [InlineData(Network, ", bicycles: false", "", "lines/orange.yaml:7: nothing says whether the ferry 'boat' takes bicycles: ")]
    [InlineData(Network, "  timezone: Asia/Bangkok\n", "", ":2: 'feed' has no 'timezone': give a name of the TZ database, such as Asia/Bangkok")]
    [InlineData(Boat, "line: orange", "line: bus-1", ":1: the line 'bus-1' is already in lines/one.yaml: ")]
    [InlineData(Boat, "mode: ferry", "mode: fery", ":3: there is no mode 'fery': write 'ferry'")]
    [InlineData(Boat, "vehicle: boat", "vehicle: ship", ":7: there is no vehicle type 'ship': use one of boat, bus, or declare it in 'vehicles' of network.yaml")]
    [InlineData(Boat, "along: river", "along: rivr", ":12: there is no way 'rivr': write 'river', or declare it in 'ways' of network.yaml")]
    [InlineData(Boat, "path: {along: river}", "path: {along: river, straight: true}", ":12: 'path' has both 'along' and 'straight': ")]
    [InlineData(Boat, "path: {along: river}", "path: {geojson: river.geojson}", ":12: there is no file 'river.geojson' among the sheets: ")]
    [InlineData(Boat, "path: {along: river}\n", "", ":1: the sheet has no 'path': ")]
    [InlineData(Boat, "at: [13.7485, 100.4890]", "at: [13.7485, 100.4790]", ":11: the stop 'S3' lies 1.2 km from the way 'river' (limit 600 m): correct its 'at', or the path")]
    [InlineData(Boat, "at: [13.7485, 100.4890]", "at: [100.4890, 13.7485]", ":11: 'at' is [100.4890, 13.7485], which is nowhere on Earth: latitude comes first: [13.7485, 100.4890]")]
    [InlineData(Boat, "id: S3,", "id: S2,", ":11: the stop 'S2' is already at lines/orange.yaml:10, 3.4 km away and named \"ท่ากลาง\": ")]
    [InlineData(Boat, "  - {id: S2,", "  - {id: S1}\n  - {id: S2,", ":10: the stop 'S1' stands twice in a row: take one out, or correct its id")]
    [InlineData(Boat, "at: [13.7010, 100.5012]", "at: [13.7495, 100.4890]", ":10: the stop 'S2' stands after 'S1' but lies before it along the way 'river': ")]
    [InlineData(Boat, "06:00, 10:00", "22:00, 05:00", ":17: the window 22:00 to 05:00 runs backwards: write the end after midnight as 29:00")]
    [InlineData(Boat, "06:00, 10:00", "25:70, 10:00", ":17: 'between' has '25:70', which is no time of day: ")]
    [InlineData(Boat, "days: weekend", "days: weekends", ":18: there is no day type 'weekends': write 'weekend', or declare it in 'day_types' of network.yaml")]
    [InlineData(Boat, "days: weekend, departures: [08:00,", "days: weekday, departures: [08:00,", ":18: the departure 08:00 is already in the service of line 17: ")]
    [InlineData(Boat, "{speed_kmh: 18}", "{between: [10:00, 30:00], speed_kmh: 18}", ":17: there is no travel time for the departure 06:00 on 'weekday' in direction 0: ")]
    [InlineData(Boat, "{speed_kmh: 18}", "{between: [06:00, 08:00], speed_kmh: 18}", ":15: the travel times here are for the same trips as those of line 14: ")]
    [InlineData(Boat, "{speed_kmh: 18}", "{}", ":14: the travel times have neither 'speed_kmh' nor 'minutes': give one of the two")]
    [InlineData(Boat, "every: 15m", "every: 15", ":17: 'every' is '15', which is no length of time: ")]
    [InlineData(Boat, "every: 15m", "every: 600m", ":17: 'every' is 600m: ")]
    [InlineData(Boat, "report_every: 20s", "report_every: 20s\nreport_every: 30s", ":20: 'report_every' stands twice: ")]
    [InlineData(Boat, "  - {days: weekend", "\t- {days: weekend", ":18: a tab stands in the indentation: ")]
    [InlineData(Bus, "[2, 3]", "[2]", ":17: there are 1 minutes for 2 ways between 3 stops of direction 0: ")]
    [InlineData(Bus, "[2, 3]", "[2, 0.1]", ":17: from 'B1' to 'B2' (0.8 km) no bus takes 0.1 minutes: give 0.5 or more")]
    [InlineData(Bus, "{id: S2}", "{id: S9}", ":9: no line defines the stop 'S9': write 'S1', or give it 'name' and 'at' here")]
    [InlineData(Bus, "], [13.7300, 100.5061]", "]", ":11: the stop 'B2' lies 812 m from the path (limit 100 m): correct its 'at', or the path")]
    [InlineData(Bus, "[13.7205, 100.5012], [13.7229, 100.5041], [13.7300, 100.5061]", "[13.7205, 100.5012]", ":12: 'points' has fewer than two points: ")]
    [InlineData(Bus, "- {to: {th: วัด, en: Temple}}", "- {to: {th: วัด, en: Temple}, stops: [S2]}", ":14: 'stops' has only one stop: ")]
    [InlineData(Bus, "- {to: {th: วัด, en: Temple}}", "- {to: {th: วัด, en: Temple}, stops: [S2, B9, B2]}", ":14: the line has no stop 'B9': write 'B1', or add it to the line's 'stops'")]
    [InlineData(Bus, "- {to: {th: วัด, en: Temple}}", "- {to: {th: วัด, en: Temple}, stops: [S2, B2, B2]}", ":14: the stop 'B2' stands twice in a row: ")]
    [InlineData(Bus, "  - {id: B1, name: {th: ตลาด, en: Market}, at: [13.7230, 100.5040]}\n  - {id: B2, name: {th: วัด, en: Temple}, at: [13.7300, 100.5060]}\n", "", "'stops' has only one stop: ")]
    [InlineData(Bus, "mode: bus\n", "mode: bus\ntext_colour: \"FFFFFF\"\n", ":4: the sheet does not know the key 'text_colour': write 'text_color'")]
    [InlineData(Bus, "color: \"20558A\"", "color: \"#20558A\"", ":6: 'color' is '#20558A', which is no color: leave out the '#': \"20558A\"")]
    [InlineData(Bus, "en: Market", "en: Mar\uFFFDet", ":10: 'en' holds a character that was lost, or that nobody can see: ")]
    [InlineData(Bus, "en: Market", "en: \"Mar\\0et\"", ":10: 'en' holds a character that was lost, or that nobody can see: ")]
    [InlineData(Bus, "operator: buses\n", "", ":1: the sheet has no 'operator': ")]
    public void One_mistake_is_one_message(string file, string old, string by, string told)
    {
        var sheets = new SheetTexts().Replace(file, old, by);

        var message = Assert.Single(sheets.Told());
        Assert.Contains(told.StartsWith(':') ? file + told : told, message, StringComparison.Ordinal);
        Assert.Null(sheets.Read().Network);
    }

    [Theory]
    [InlineData(Network, "2026-12-10:", "2029-12-10:", ":19: warning: the holiday 2029-12-10 lies outside 'valid' (2026-01-01 to 2027-12-31): ")]
    [InlineData(Network, "  contact_email: data@example.org\n", "", ":2: warning: 'feed' has neither 'contact_email' nor 'contact_url': ")]
    [InlineData(Bus, "{th: ตลาด, en: Market}", "ตลาด", ":10: warning: 'name' \"ตลาด\" is missing in en: write {th: ..., en: ...}")]
    [InlineData(Bus, "{th: ตลาด, en: Market}", "{th: CENTRAL MARKET, en: Market}", ":10: warning: 'name' \"CENTRAL MARKET\" is written in one case: ")]
    [InlineData(Bus, "{th: ตลาด, en: Market}", "{th: market, en: Market}", ":10: warning: 'name' \"market\" is written in one case: ")]
    [InlineData(Bus, "number: \"1\"", "number: \"1234567890123\"", ":4: warning: the number \"1234567890123\" has 13 characters: ")]
    [InlineData(Bus, "{th: วงกลมริมน้ำ, en: Riverside}", "{th: 1 (ริมน้ำ), en: Riverside}", ":5: warning: the name \"1 (ริมน้ำ)\" starts with the number: ")]
    [InlineData(Bus, "color: \"20558A\"", "color: \"20558A\"\ntext_color: \"205580\"", ":7: warning: '205580' can hardly be read on '20558A': leave 'text_color' out; FFFFFF is chosen then")]
    [InlineData(Bus, "- {to: {th: วัด, en: Temple}}", "- {to: {th: ตลาด, en: Market}}", ":14: warning: the direction goes to \"ตลาด\", but 'B1' on its way has that name too: ")]
    [InlineData(Bus, "{th: วงกลมริมน้ำ, en: Riverside}", "{th: วงกลมริมน้ำ, en: 1 Riverside}", ":5: warning: the name \"1 Riverside\" starts with the number: ")]
    [InlineData(Bus, "color: \"20558A\"", "color: \"20558A\"\nurl: https://buses.example.org", ":7: warning: the line's 'url' is that of the operator 'buses': ")]
    [InlineData(Bus, "color: \"20558A\"", "color: \"20558A\"\nurl: https://Boats.Example.org", ":7: warning: the line's 'url' is that of the operator 'boats': ")]
    public void What_a_feed_can_do_without_is_a_warning(string file, string old, string by, string told)
    {
        var sheets = new SheetTexts().Replace(file, old, by);

        Assert.Contains(file + told, Assert.Single(sheets.Told()), StringComparison.Ordinal);
        Assert.NotNull(sheets.Read().Network);
    }

    [Fact]
    public void A_mistake_does_not_hide_others_in_the_same_list()
    {
        var told = new SheetTexts()
            .Replace(Boat, "{id: S1, ", "{")
            .Replace(Boat, "at: [13.7205, 100.5010]", "at: [13.7205, 100.5110]")
            .Replace(Boat, "at: [13.7485, 100.4890]", "at: [12.7485, 100.4890]")
            .Replace(Bus, "  - {id: S2}\n", "").Replace(Bus, "{minutes: [2, 3]}", "{minutes: [3]}").Told();

        Assert.Equal(
            [
                "lines/orange.yaml:9: 'stops' has no 'id': give the stop an id, such as N33",
                "lines/orange.yaml:10: the stop 'S2' lies 1.2 km from the way 'river' (limit 600 m): correct its 'at', or the path",
                "lines/orange.yaml:11: the stop 'S3' lies 108.1 km from the nearest other stop of the line: correct its 'at'; if it is right, add 'far: true' to the stop",
            ],
            told.Where(one => !one.Contains("warning", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_section_that_cannot_be_read_does_not_make_every_line_wrong()
    {
        Assert.StartsWith("network.yaml:", Assert.Single(new SheetTexts().Replace(Network, "vehicles:\n  boat: {capacity: 120, seats: 60, wheelchair: false, bicycles: false}\n  bus: {capacity: 80}", "vehicles: [boat, bus]").Told()), StringComparison.Ordinal);
        Assert.Contains("'ท่าเรือ', which is no id", Assert.Single(new SheetTexts().Replace(Network, "  river:", "  ท่าเรือ:").Replace(Boat, "along: river", "along: ท่าเรือ").Told()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_its_network_or_without_lines_is_told()
    {
        Assert.Equal(["network.yaml: there is no such file: write one with 'feed' and 'operators'"], new SheetTexts().Without(Network).Told());
        Assert.StartsWith("lines/: there is no line: ", Assert.Single(new SheetTexts().Without(Boat).Without(Bus).Told()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_beside_its_network_is_told_and_another_file_there_is_not()
    {
        var sheets = new SheetTexts();
        sheets.With("orange.yaml", sheets[Boat]).With("devices.yaml", "devices: []").Without(Boat);

        Assert.Contains("orange.yaml:1: this line lies outside lines/: move the file to lines/orange.yaml", sheets.Told());
    }

    [Fact]
    public void A_line_whose_name_ends_in_capitals_is_read_all_the_same()
    {
        var sheets = new SheetTexts();
        sheets.With("lines/orange.YAML", sheets[Boat]).Without(Boat);

        Assert.Equal(2, sheets.Network().Lines.Length);
    }

    [Fact]
    public void A_large_file_that_no_sheet_uses_is_left_alone()
    {
        var sheets = new SheetTexts();
        string digest = sheets.Network().Digest;

        Assert.Equal(digest, sheets.With("ways/large.geojson", new string(' ', 5 << 20)).Network().Digest);
    }

    [Fact]
    public void A_folder_of_very_many_files_is_refused_and_not_read_in_part()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            for (int file = 0; file <= SheetFiles.MaxFiles; file++)
            {
                File.Create(Path.Combine(folder, $"{file}")).Dispose();
            }

            Assert.Throws<IOException>(() => SheetFiles.OfFolder(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_network_that_is_no_YAML_does_not_hide_a_line_that_is_none()
    {
        var told = new SheetTexts().Replace(Network, "operators:", "operators: [").Replace(Boat, "stops:", "stops: [").Told();

        Assert.Equal([Boat, Network], told.Select(one => one.Split(':')[0]));
    }

    [Fact]
    public void A_line_that_is_no_YAML_does_not_make_the_stops_that_it_defines_unknown()
    {
        Assert.StartsWith("lines/orange.yaml:", Assert.Single(new SheetTexts().Replace(Boat, "stops:", "stops: [").Told()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_far_from_the_others_may_be_vouched_for()
    {
        var far = new SheetTexts().Replace(Bus, "at: [13.7300, 100.5060]", "at: [13.8200, 100.5060]").Replace(Bus, "[13.7300, 100.5061]", "[13.8200, 100.5061]").Replace(Bus, "[2, 3]", "[2, 12]");
        Assert.Contains("lies 10.8 km from the nearest other stop", Assert.Single(far.Told()), StringComparison.Ordinal);

        far.Replace(Bus, "at: [13.8200, 100.5060]", "at: [13.8200, 100.5060], far: true").Network();
    }

    [Fact]
    public void Dates_are_held_against_the_day_of_the_build()
    {
        var network = new SheetTexts().Network();

        Assert.Empty(network.CheckDates(ServiceDate.From(2026, 11, 23)));
        Assert.StartsWith("network.yaml:8: warning: service ended on 2027-12-31, and today is 2028-01-01: ", Told(network, ServiceDate.From(2028, 1, 1)), StringComparison.Ordinal);
        Assert.Contains("in less than 30 days", Told(network, ServiceDate.From(2027, 12, 20)), StringComparison.Ordinal);
        Assert.Contains("service starts on 2026-01-01 only", Told(network, ServiceDate.From(2025, 12, 31)), StringComparison.Ordinal);
    }

    private static string Told(LineNetwork network, ServiceDate today) => Assert.Single(network.CheckDates(today)).ToString();
}
