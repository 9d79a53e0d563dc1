using Google.Protobuf;
using TransitHub.Core.Conformance;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Conformance;

public sealed class RealtimeRulesTests
{
    /// <summary>TripUpdates, positions and alerts of one moment with nearly all that the specification has, and nothing wrong.</summary>
    private const string GoodUpdates = """[{"id": "a", "trip_update": {"trip": {"trip_id": "t1", "start_date": "20261123", "schedule_relationship": "SCHEDULED"}, "stop_time_update": [{"stop_sequence": 1, "stop_id": "s1", "arrival": {"time": "1795395600"}, "departure": {"time": "1795395610"}, "schedule_relationship": "SCHEDULED"}, {"stop_sequence": 2, "stop_id": "p1", "arrival": {"time": "1795396200"}, "departure": {"time": "1795396210"}, "schedule_relationship": "SCHEDULED"}, {"stop_sequence": 3, "stop_id": "s3", "arrival": {"time": "1795396800"}, "departure": {"time": "1795396800"}, "schedule_relationship": "SCHEDULED"}], "vehicle": {"id": "v1"}, "timestamp": "1795395600"}}, {"id": "b", "trip_update": {"trip": {"trip_id": "headway", "start_date": "20261123", "schedule_relationship": "UNSCHEDULED", "start_time": "05:10:00"}, "stop_time_update": [{"stop_sequence": 1, "stop_id": "s1", "arrival": {"time": "1795395600"}, "departure": {"time": "1795395600"}, "schedule_relationship": "UNSCHEDULED"}, {"stop_sequence": 2, "stop_id": "s3", "arrival": {"time": "1795396200"}, "departure": {"time": "1795396200"}, "schedule_relationship": "UNSCHEDULED"}], "vehicle": {"id": "v2"}, "timestamp": "1795395600"}}, {"id": "c", "trip_update": {"trip": {"trip_id": "other", "start_date": "20261123", "schedule_relationship": "CANCELED"}, "stop_time_update": [], "timestamp": "1795395600"}}, {"id": "d", "trip_update": {"trip": {"trip_id": "new", "route_id": "r1", "start_date": "20261123", "schedule_relationship": "NEW"}, "stop_time_update": [{"stop_sequence": 1, "stop_id": "s1", "arrival": {"time": "1795395600"}, "departure": {"time": "1795395600"}, "schedule_relationship": "SCHEDULED"}, {"stop_sequence": 2, "stop_id": "s3", "arrival": {"scheduled_time": "1795396200"}, "departure": {"scheduled_time": "1795396200"}, "schedule_relationship": "NO_DATA"}], "vehicle": {"id": "v3"}, "timestamp": "1795395600"}}, {"id": "f", "trip_update": {"trip": {"trip_id": "exact", "start_date": "20261123", "schedule_relationship": "REPLACEMENT", "start_time": "06:15:00"}, "stop_time_update": [{"stop_sequence": 5, "stop_id": "p1", "arrival": {"time": "1795395600"}, "departure": {"time": "1795395600"}, "schedule_relationship": "SCHEDULED"}, {"stop_sequence": 9, "stop_id": "extra", "arrival": {"time": "1795396200"}, "departure": {"time": "1795396200"}, "schedule_relationship": "SCHEDULED"}], "vehicle": {"id": "v4"}, "timestamp": "1795395600"}}]""";

    private const string GoodPositions = """[{"id": "v1", "vehicle": {"position": {"latitude": 13.702, "longitude": 100.5}, "trip": {"trip_id": "t1", "start_date": "20261123", "schedule_relationship": "SCHEDULED"}, "vehicle": {"id": "v1"}, "timestamp": "1795395600", "current_stop_sequence": 2, "stop_id": "p2", "occupancy_status": "FULL", "occupancy_percentage": 98, "multi_carriage_details": [{"carriage_sequence": 1, "id": "x"}, {"carriage_sequence": 2, "occupancy_percentage": -1}]}}, {"id": "v2", "vehicle": {"position": {"latitude": 13.702, "longitude": 100.5}, "trip": {"trip_id": "headway", "start_date": "20261123", "schedule_relationship": "UNSCHEDULED", "start_time": "05:10:00"}, "vehicle": {"id": "v2"}, "timestamp": "1795395600"}}, {"id": "v3", "vehicle": {"position": {"latitude": 13.702, "longitude": 100.5}, "trip": {"trip_id": "new", "route_id": "r1", "start_date": "20261123", "schedule_relationship": "NEW"}, "vehicle": {"id": "v3"}, "timestamp": "1795395600"}}, {"id": "v4", "vehicle": {"position": {"latitude": 13.702, "longitude": 100.506}, "trip": {"trip_id": "exact", "start_date": "20261123", "schedule_relationship": "REPLACEMENT", "start_time": "06:15:00"}, "vehicle": {"id": "v4"}, "timestamp": "1795395600"}}, {"id": "v5", "vehicle": {"position": {"latitude": 13.702, "longitude": 100.5}, "vehicle": {"id": "v5"}, "timestamp": "1795395600"}}]""";

    private const string GoodAlerts = """[{"id": "alert", "alert": {"informed_entity": [{"route_id": "r2"}], "cause": "OTHER_CAUSE", "effect": "DETOUR", "header_text": {"translation": [{"text": "อ้อม", "language": "th"}, {"text": "Detour", "language": "en"}]}, "description_text": {"translation": [{"text": "Later"}]}, "url": {"translation": [{"text": "https://example.org/1"}]}, "communication_period": [{"start": "1795395600", "end": "1795395660"}]}}, {"id": "sh", "shape": {"shape_id": "around", "encoded_polyline": "_p~iF~ps|U_ulLnnqC"}}, {"id": "stop", "stop": {"stop_id": "extra", "stop_name": {"translation": [{"text": "Extra"}]}, "stop_lat": 13.708, "stop_lon": 100.501}}, {"id": "m", "trip_modifications": {"selected_trips": [{"trip_ids": ["t2"], "shape_id": "around"}], "service_dates": ["20261123"], "modifications": [{"start_stop_selector": {"stop_sequence": 2}, "end_stop_selector": {"stop_sequence": 2}, "service_alert_id": "alert", "replacement_stops": [{"stop_id": "extra", "travel_time_to_stop": 60}, {"stop_id": "p2", "travel_time_to_stop": 90}]}]}}]""";

    private static readonly Schedule Network = ConformanceNetwork.Read();

    /// <summary>Rules that need more than one message: a test of their own each, below.</summary>
    private static readonly string[] OfSeveralMessages = ["E017", "E018", "W007", "TH001", "TH007", "TH008", "TH009", "TH010", "TH011"];

    public static TheoryData<string> Codes => [.. RuleCases.All.Select(one => one.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_message_that_breaks_a_rule_once_is_found_once(string code)
    {
        (string _, string header, string entities) = RuleCases.All.Single(one => one.Code == code);
        RealtimeFindings findings = new RealtimeValidator(Network).Check(ConformanceNetwork.Now * 1000, [Feed("feed", header, entities)]);
        Assert.Equal(1, findings.CountOf(code));
        RealtimeNotice notice = findings.Notices.Single(one => one.Code == code);
        RealtimeRule rule = RealtimeRuleSet.All.Single(one => one.Code == code);
        Assert.EndsWith(rule.Remedy, notice.Message, StringComparison.Ordinal);
        Assert.Equal(rule.Severity, notice.Severity);
    }

    [Fact]
    public void Each_rule_has_a_case_and_a_name_of_its_own()
    {
        string[] codes = [.. RealtimeRuleSet.All.Select(rule => rule.Code)];
        Assert.Equal(codes.Order(StringComparer.Ordinal), RuleCases.All.Select(one => one.Code).Concat(OfSeveralMessages).Order(StringComparer.Ordinal));
        Assert.All(RealtimeRuleSet.All, rule => Assert.Matches("^(E|W|TH)[0-9]{3}$", rule.Code));
        Assert.All(RealtimeRuleSet.All, rule => Assert.DoesNotMatch("[.]$", rule.Title + rule.Remedy));
    }

    [Fact]
    public void A_moment_that_uses_all_of_the_specification_rightly_has_no_finding()
    {
        RealtimeFindings findings = Good(new RealtimeValidator(Network));
        Assert.Empty(findings.Notices.Select(one => $"{one.Code} {one.Message}"));
        Assert.Empty(findings.Counts);
    }

    [Fact]
    public void Where_we_do_not_follow_the_canonical_validator_is_counted_and_not_hidden()
    {
        RealtimeFindings ours = Good(new RealtimeValidator(Network));
        RealtimeFindings canonical = Good(new RealtimeValidator(Network, new RealtimeValidatorOptions { ExactCanonical = true }));
        string[] known = [.. RealtimeDeviation.All.Select(one => one.Id)];
        Assert.NotEmpty(canonical.Counts);
        Assert.All(ours.Excused.Keys, id => Assert.Contains(id, known));
        string[] excusedRules = [.. ours.Excused.Keys.SelectMany(id => id.Split(':')[0].Split(','))];
        Assert.All(canonical.Counts.Keys, code => Assert.Contains(code, excusedRules));
        Assert.Contains(RealtimeDeviation.CanceledHasNoVehicle.Id, ours.Excused.Keys);
        Assert.Contains(RealtimeDeviation.OwnStopList.Id, ours.Excused.Keys);
        Assert.Contains(RealtimeDeviation.VehicleWithoutTrip.Id, ours.Excused.Keys);
    }

    [Theory]
    [InlineData(0, "E017")]
    [InlineData(-1, "E018")]
    [InlineData(36, "W007")]
    public void Iterations_are_compared_by_their_header_timestamps(int laterSeconds, string code)
    {
        var validator = new RealtimeValidator(Network);
        Iteration before = new(0, "[]");
        RealtimeFindings first = validator.Check(before.Ms, [before.Bytes()]);
        Iteration after = new(laterSeconds, """[{"id":"x"}]""");
        RealtimeFindings second = validator.Check(after.Ms, [after.Bytes()]);
        Assert.Equal(0, first.CountOf(code));
        Assert.Equal(1, second.CountOf(code));
    }

    [Fact]
    public void Bytes_that_are_no_message_are_a_finding()
    {
        RealtimeFindings findings = new RealtimeValidator(Network).Check(ConformanceNetwork.Now * 1000, [RealtimeFeed.Decode("feed", new byte[] { 255, 255, 255 })]);
        Assert.Equal(1, findings.CountOf("TH001"));
        Assert.Equal(1, findings.Errors);
    }

    [Theory]
    [InlineData("TH007", new byte[] { 0x12, 0x03, 0x0A, 0x01, 0xFF })]
    [InlineData("TH008", new byte[] { 0x12, 0x06, 0x0A, 0x01, 0x61, 0xF8, 0x06, 0x01 })]
    [InlineData("TH009", new byte[] { 0x12, 0x07, 0x0A, 0x01, 0x61, 0x2A, 0x02, 0x30, 0x63 })]
    public void The_bytes_are_read_as_well(string code, byte[] entity)
    {
        byte[] message = [.. Message(RuleCases.Header, "[]").ToByteArray(), .. entity];
        RealtimeFindings findings = new RealtimeValidator(Network).Check(ConformanceNetwork.Now * 1000, [RealtimeFeed.Decode("feed", message)]);
        Assert.Equal(1, findings.CountOf(code));
    }

    [Fact]
    public void Extensions_are_no_unknown_fields()
    {
        byte[] message = [.. Message(RuleCases.Header, "[]").ToByteArray(), 0x12, 0x06, 0x0A, 0x01, 0x61, 0xC8, 0x3E, 0x01];
        RealtimeFindings findings = new RealtimeValidator(Network).Check(ConformanceNetwork.Now * 1000, [RealtimeFeed.Decode("feed", message)]);
        Assert.Equal(0, findings.CountOf("TH008"));
    }

    [Fact]
    public void A_feed_that_is_served_unchanged_for_a_minute_stands_still()
    {
        var validator = new RealtimeValidator(Network);
        Iteration feed = new(0, "[]");
        validator.Check(feed.Ms, [feed.Bytes()]);
        Assert.Equal(0, validator.Check(feed.Ms + 60_000, [feed.Bytes()]).CountOf("TH010"));
        Assert.Equal(1, validator.Check(feed.Ms + 66_000, [feed.Bytes()]).CountOf("TH010"));
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(9, 1)]
    public void Less_than_half_of_the_entities_is_a_collapse(int left, int found)
    {
        var validator = new RealtimeValidator(Network);
        Iteration full = new(0, Alerts(20));
        Iteration less = new(30, Alerts(left));
        validator.Check(full.Ms, [full.Bytes()]);
        Assert.Equal(found, validator.Check(less.Ms, [less.Bytes()]).CountOf("TH011"));
    }

    [Fact]
    public void All_is_counted_and_the_first_of_each_rule_kept()
    {
        string entities = "[" + string.Join(',', Enumerable.Range(0, 50).Select(at => $$"""{"id":"{{at}}"}""")) + "]";
        RealtimeFindings findings = new RealtimeValidator(Network, new RealtimeValidatorOptions { KeptPerRule = 3 })
            .Check(ConformanceNetwork.Now * 1000, [Feed("feed", RuleCases.Header, entities)]);
        Assert.Equal(50, findings.CountOf("TH004"));
        Assert.Equal(3, findings.Notices.Count);
    }

    private static RealtimeFindings Good(RealtimeValidator validator) => validator.Check(
        ConformanceNetwork.Now * 1000,
        [Feed("trip-updates", RuleCases.Header, GoodUpdates), Feed("vehicle-positions", RuleCases.Header, GoodPositions), Feed("alerts", RuleCases.Header, GoodAlerts)]);

    private static string Alerts(int count) => "[" + string.Join(',', Enumerable.Range(0, count).Select(at => $$"""{"id":"{{at}}","alert":{} }""")) + "]";

    private static RealtimeFeed Feed(string name, string header, string entities) => RealtimeFeed.Decode(name, Message(header, entities).ToByteArray());

    private static FeedMessage Message(string header, string entities) =>
        JsonParser.Default.Parse<FeedMessage>($$"""{"header":{{header}},"entity":{{entities}}}""");

    private sealed record Iteration(int LaterSeconds, string Entities)
    {
        public long Ms => (ConformanceNetwork.Now + this.LaterSeconds) * 1000;

        public RealtimeFeed Bytes() => Feed(
            "feed",
            RuleCases.Header.Replace($"{ConformanceNetwork.Now}", $"{ConformanceNetwork.Now + this.LaterSeconds}", StringComparison.Ordinal),
            this.Entities);
    }
}
