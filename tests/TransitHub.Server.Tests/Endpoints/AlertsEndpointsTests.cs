using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TransitHub.Core.Alerting;
using TransitHub.Core.Snapshots;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Server.Options;
using TransitHub.Server.Security;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>What operators do to alerts over HTTP, and what riders and other sites may see of it.</summary>
public sealed class AlertsEndpointsTests
{
    private const string Alerts = "/v1/feeds/city/alerts";
    private const string Valid = """
        {"informed_entities": [{"route_id": "R"}], "cause": "CONSTRUCTION", "effect": "DETOUR", "severity_level": "WARNING",
         "header_text": {"th": "ปิดถนน", "en": "Road closed"}, "description_text": {"th": "อ้อม", "en": "Detour"}}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_is_written_read_edited_and_ended_and_all_of_it_is_in_the_audit()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        (HttpResponseMessage created, JsonNode? body) = await web.SendAsync(HttpMethod.Post, Alerts, Valid);
        Assert.Equal((HttpStatusCode.Created, "/v1/feeds/city/alerts/op-1", "\"1\""), (created.StatusCode, created.Headers.Location!.ToString(), created.Headers.ETag!.Tag));
        Assert.Equal(("active", "operator", OperatorAccess.Local), ((string)body!["state"]!, (string)body["source"]!, (string)body["updated_by"]!));
        Assert.Equal("ปิดถนน", Assert.Single(web.Feed.Alerts.Published).Header.Single(t => t.Language == "th").Text);

        (HttpResponseMessage edited, _) = await web.SendAsync(HttpMethod.Put, Alerts + "/op-1", Valid.Replace("Road closed", "Bridge closed", StringComparison.Ordinal), "\"1\"");
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (edited.StatusCode, edited.Headers.ETag!.Tag));
        JsonNode open = (await web.GetAsync("/v1/alerts"))!;
        Assert.Equal("Bridge closed", (string)open["alerts"]![0]!["alert"]!["header_text"]!["en"]!);

        (HttpResponseMessage ended, JsonNode? last) = await web.SendAsync(HttpMethod.Post, Alerts + "/op-1/end", null, "\"2\"");
        Assert.Equal((HttpStatusCode.OK, "ended"), (ended.StatusCode, (string)last!["state"]!));
        Assert.Empty(web.Feed.Alerts.Published);
        Assert.Equal(HttpStatusCode.Conflict, (await web.SendAsync(HttpMethod.Post, Alerts + "/op-1/end", null, "\"3\"")).Response.StatusCode);
        Assert.Empty((await web.GetAsync(Alerts + "?state=active"))!["alerts"]!.AsArray());
        Assert.Single((await web.GetAsync(Alerts + "?state=ended"))!["alerts"]!.AsArray());

        JsonArray audit = (await web.GetAsync(Alerts + "/audit"))!["entries"]!.AsArray();
        Assert.Equal(["end", "edit", "create"], audit.Select(e => (string)e!["what"]!));
        Assert.Equal(("Road closed", "Bridge closed"), ((string)audit[1]!["before"]!["header_text"]!["en"]!, (string)audit[1]!["after"]!["header_text"]!["en"]!));
        Assert.Equal(TestCity.Morning.UnixSeconds, (long)audit[0]!["at"]!);
    }

    [Fact]
    public async Task One_with_a_later_period_is_scheduled()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        string later = Valid.Insert(Valid.IndexOf('{', StringComparison.Ordinal) + 1, $"\"active_periods\": [{{\"start\": {TestCity.Morning.UnixSeconds + 600}, \"end\": {TestCity.Morning.UnixSeconds + 1200}}}],");
        (_, JsonNode? body) = await web.SendAsync(HttpMethod.Post, Alerts, later);
        Assert.Equal("scheduled", (string)body!["state"]!);
        Assert.False((bool)(await web.GetAsync("/v1/alerts"))!["alerts"]![0]!["is_active"]!);
        web.Clock.Advance(TimeSpan.FromSeconds(600));
        Assert.Equal("active", (string)(await web.GetAsync(Alerts + "/op-1"))!["state"]!);
        web.Clock.Advance(TimeSpan.FromSeconds(600));
        Assert.Equal("ended", (string)(await web.GetAsync(Alerts + "/op-1"))!["state"]!);
        Assert.Empty(web.Feed.Alerts.Published);
    }

    [Fact]
    public async Task Who_has_not_seen_the_newest_form_changes_nothing()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        await web.SendAsync(HttpMethod.Post, Alerts, Valid);
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await web.SendAsync(HttpMethod.Put, Alerts + "/op-1", Valid)).Response.StatusCode);
        (HttpResponseMessage first, _) = await web.SendAsync(HttpMethod.Put, Alerts + "/op-1", Valid, "\"1\"");
        (HttpResponseMessage second, _) = await web.SendAsync(HttpMethod.Put, Alerts + "/op-1", Valid, "\"1\"");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (first.StatusCode, second.StatusCode));
        Assert.Equal(HttpStatusCode.NotFound, (await web.SendAsync(HttpMethod.Put, Alerts + "/op-9", Valid, "\"1\"")).Response.StatusCode);
        Assert.Equal(2, (await web.GetAsync(Alerts + "/audit"))!["entries"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("{", 400, "no alert")]
    [InlineData("null", 400, "not null")]
    [InlineData("{\"header\": {\"en\": \"x\"}}", 400, "header")]
    [InlineData("{\"header_text\": {\"en\": \"x\"}, \"informed_entities\": [{\"route_id\": \"gone\"}]}", 400, "informed_entities[0].route_id")]
    public async Task What_is_wrong_is_named(string body, int status, string part)
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        (HttpResponseMessage response, JsonNode? problem) = await web.SendAsync(HttpMethod.Post, Alerts, body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(part, problem!.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(web.Feed.Alerts.Book.Alerts);
    }

    [Fact]
    public async Task Only_json_of_a_bounded_size_is_taken()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        using StringContent form = new(Valid, Encoding.UTF8, "text/plain");
        using HttpResponseMessage text = await web.Http.PostAsync(new Uri(Alerts, UriKind.Relative), form, Cancellation);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);
        (HttpResponseMessage large, _) = await web.SendAsync(HttpMethod.Post, Alerts, Valid + new string(' ', 70_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Fact]
    public async Task A_found_alert_is_proposed_with_its_evidence_and_an_operator_confirms_edits_or_dismisses_it()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), episodes: [Episode]);
        string one = $"{Alerts}/{Episode.Id}";
        JsonNode proposed = (await web.GetAsync(Alerts + "?state=proposed"))!["alerts"]![0]!;
        Assert.Equal(("automatic", "delays", 3d), ((string)proposed["source"]!, (string)proposed["evidence"]!["kind"]!, (double)proposed["evidence"]!["figures"]!["late_runs"]!));
        Assert.Empty((await web.GetAsync("/v1/alerts"))!["alerts"]!.AsArray());
        Assert.Equal(HttpStatusCode.Conflict, (await web.SendAsync(HttpMethod.Post, one + "/end", null, "\"0\"")).Response.StatusCode);

        (_, JsonNode? confirmed) = await web.SendAsync(HttpMethod.Post, one + "/confirm", null, "\"0\"");
        Assert.Equal("active", (string)confirmed!["state"]!);
        JsonNode open = (await web.GetAsync("/v1/alerts"))!["alerts"]![0]!;
        Assert.Null(open["evidence"]);
        Assert.Equal("Line 1: delays", (string)open["alert"]!["header_text"]!["en"]!);

        await web.SendAsync(HttpMethod.Put, one, Valid, "\"1\"");
        Assert.Equal("Road closed", Assert.Single(web.Feed.Alerts.Published).Header.Single(t => t.Language == "en").Text);
        (_, JsonNode? dismissed) = await web.SendAsync(HttpMethod.Post, one + "/dismiss", null, "\"2\"");
        Assert.Equal("dismissed", (string)dismissed!["state"]!);
        Assert.Empty(web.Feed.Alerts.Published);
    }

    [Fact]
    public async Task Operators_need_their_password_once_there_are_any_and_readers_none()
    {
        HubOptions options = new();
        options.Security.Operators.Add(new NamedOperator { Name = "noi", PasswordHash = PasswordHash.Create("ส้มตำ", 10_000) });
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), options);
        (HttpResponseMessage none, _) = await web.SendAsync(HttpMethod.Post, Alerts, Valid);
        Assert.Equal((HttpStatusCode.Unauthorized, "Basic"), (none.StatusCode, none.Headers.WwwAuthenticate.Single().Scheme));
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.Http.GetAsync(new Uri(Alerts, UriKind.Relative), Cancellation)).StatusCode);
        web.Http.DefaultRequestHeaders.Authorization = Basic("noi", "wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.SendAsync(HttpMethod.Post, Alerts, Valid)).Response.StatusCode);
        web.Http.DefaultRequestHeaders.Authorization = Basic("noi", "ส้มตำ");
        (HttpResponseMessage created, JsonNode? body) = await web.SendAsync(HttpMethod.Post, Alerts, Valid);
        Assert.Equal((HttpStatusCode.Created, "noi"), (created.StatusCode, (string)body!["updated_by"]!));
        web.Http.DefaultRequestHeaders.Authorization = null;
        Assert.Single((await web.GetAsync("/v1/alerts"))!["alerts"]!.AsArray());
    }

    [Theory]
    [InlineData("Host", "city.example.org")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    public async Task Without_operators_a_request_that_came_from_elsewhere_writes_nothing(string header, string value)
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        web.Http.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await web.SendAsync(HttpMethod.Post, Alerts, Valid)).Response.StatusCode);
    }

    [Fact]
    public async Task A_hub_that_anyone_may_read_takes_no_alert_without_operators()
    {
        HubOptions options = new();
        options.Security.OpenReaders = true;
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), options);
        Assert.Equal(HttpStatusCode.Forbidden, (await web.SendAsync(HttpMethod.Post, Alerts, Valid)).Response.StatusCode);
    }

    [Fact]
    public async Task Pages_of_other_sites_read_what_riders_are_told_and_nothing_else()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        web.Http.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        using HttpResponseMessage open = await web.Http.GetAsync(new Uri("/v1/alerts", UriKind.Relative), Cancellation);
        using HttpResponseMessage operators = await web.Http.GetAsync(new Uri(Alerts, UriKind.Relative), Cancellation);
        Assert.True(open.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(operators.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("no-store", operators.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Over_grpc_riders_apps_get_them_by_route_and_stop()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), episodes: [Episode]);
        await web.SendAsync(HttpMethod.Post, Alerts, Valid);
        var client = new Protocol.V1.TransitHub.TransitHubClient(web.Grpc);
        Protocol.V1.ListAlertsResponse all = await client.ListAlertsAsync(new Protocol.V1.ListAlertsRequest { FeedId = "city" }, cancellationToken: Cancellation);
        Protocol.V1.ServiceAlert alert = Assert.Single(all.Alerts);
        Assert.Equal(("op-1", true, "DETOUR", "ปิดถนน"), (alert.Id, alert.IsActive, alert.Effect, alert.HeaderText["th"]));
        Assert.Equal("R", Assert.Single(alert.InformedEntities).RouteId);
        Assert.False(alert.InformedEntities[0].HasStopId);
        Assert.Empty((await client.ListAlertsAsync(new Protocol.V1.ListAlertsRequest { FeedId = "city", RouteIds = { "Q" }, StopIds = { "A" } }, cancellationToken: Cancellation)).Alerts);
        Assert.Single((await client.ListAlertsAsync(new Protocol.V1.ListAlertsRequest { FeedId = "city", RouteIds = { "Q", "R" } }, cancellationToken: Cancellation)).Alerts);
    }

    [Fact]
    public async Task The_open_api_document_has_them()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        JsonNode paths = (await web.GetAsync("/openapi/v1.json"))!["paths"]!;
        foreach (string path in new[] { "/v1/alerts", "/v1/feeds/{feed}/alerts", "/v1/feeds/{feed}/alerts/audit", "/v1/feeds/{feed}/alerts/{id}", "/v1/feeds/{feed}/alerts/{id}/dismiss" })
        {
            Assert.NotNull(paths[path]);
        }
    }

    private static AlertEpisode Episode { get; } = Make();

    private static AlertEpisode Make()
    {
        AlertFinding finding = new()
        {
            Kind = AlertKind.Delays,
            Key = "R",
            InformedEntities = [new AlertSelector { RouteId = "R" }],
            Effect = Alert.Types.Effect.SignificantDelays,
            Severity = Alert.Types.SeverityLevel.Warning,
            Header = [new AlertText("en", "Line 1: delays"), new AlertText("th", "สาย 1: ล่าช้า")],
            Description = [new AlertText("en", "About 10 minutes."), new AlertText("th", "ประมาณ 10 นาที")],
            Figures = [new AlertFigure("late_runs", 3)],
            Runs = ["T1|20261123|08:00:00"],
        };
        ServiceAlert alert = new()
        {
            Id = "auto-delays-R-1795395000", InformedEntities = finding.InformedEntities, Effect = finding.Effect, Severity = finding.Severity, Header = finding.Header,
            Description = finding.Description, ActivePeriods = ImmutableArray.Create(new AlertPeriod(1_795_395_000, null)),
        };
        return new AlertEpisode(alert.Id, AlertKind.Delays, 1_795_395_000, 1_795_395_180, alert, finding, 1_795_395_240);
    }

    private static AuthenticationHeaderValue Basic(string name, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));
}
