using System.Net;
using System.Text.Json.Nodes;
using TransitHub.Core.Alerting;
using TransitHub.Core.Detours;
using TransitHub.Core.Snapshots;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Server.Options;
using TransitHub.Server.Security;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>Detours over HTTP: with their evidence for operators, who decide by the alert, and drawn for everybody once they are told.</summary>
public sealed class DetoursEndpointsTests
{
    private const string Detours = "/v1/feeds/city/detours";
    private const string Id = "auto-detour-R-S2-1795395000";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_found_detour_is_proposed_with_its_evidence_drawn_once_confirmed_and_gone_once_dismissed()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), episodes: [Episode]);
        JsonNode proposed = Assert.Single((await web.GetAsync(Detours))!["detours"]!.AsArray())!;
        Assert.Equal((Id, "proposed", "R", 90), ((string)proposed["alert_id"]!, (string)proposed["state"]!, (string)proposed["route_id"]!, (int)proposed["extra_seconds"]!));
        Assert.Equal(["S1", "S2", "S3"], proposed["stop_ids"]!.AsArray().Select(s => (string)s!));
        Assert.Equal(["bus-1", "bus-2", "bus-3"], proposed["vehicles"]!.AsArray().Select(s => (string)s!));
        Assert.Empty((await web.GetAsync("/v1/detours"))!["detours"]!.AsArray());

        await DecideAsync(web, "confirm", "\"0\"");
        JsonNode open = Assert.Single((await web.GetAsync("/v1/detours"))!["detours"]!.AsArray())!;
        Assert.Equal([100.5, 13.7, 100.51, 13.71], open["path"]!.AsArray().Select(v => (double)v!));
        Assert.Equal(["S2"], open["skipped_stop_ids"]!.AsArray().Select(s => (string)s!));
        Assert.Null(open["vehicles"]);
        Assert.Equal("active", (string)(await web.GetAsync(Detours))!["detours"]![0]!["state"]!);

        await DecideAsync(web, "dismiss", "\"1\"");
        Assert.Empty((await web.GetAsync("/v1/detours"))!["detours"]!.AsArray());
        Assert.Equal("dismissed", (string)(await web.GetAsync(Detours))!["detours"]![0]!["state"]!);
    }

    [Fact]
    public async Task By_policy_it_is_told_without_an_operator()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), new HubOptions { Alerts = new AlertOptions { Detour = AlertPolicy.Publish } }, episodes: [Episode]);
        Assert.Single((await web.GetAsync("/v1/detours"))!["detours"]!.AsArray());
    }

    [Fact]
    public async Task Evidence_is_for_operators()
    {
        HubOptions options = new();
        options.Security.Operators.Add(new NamedOperator { Name = "noi", PasswordHash = PasswordHash.Create("ส้มตำ", 10_000) });
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), options, episodes: [Episode]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.Http.GetAsync(new Uri(Detours, UriKind.Relative), Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await web.Http.GetAsync(new Uri("/v1/detours", UriKind.Relative), Cancellation)).StatusCode);
    }

    private static AlertEpisode Episode { get; } = Make();

    private static AlertEpisode Make()
    {
        AlertFinding finding = new()
        {
            Kind = AlertKind.Detour,
            Key = "R-S2",
            InformedEntities = [new AlertSelector { RouteId = "R" }],
            Effect = Alert.Types.Effect.Detour,
            Severity = Alert.Types.SeverityLevel.Warning,
            Header = [new AlertText("en", "Line 1: detour"), new AlertText("th", "สาย 1: เปลี่ยนเส้นทาง")],
            Description = [],
            Figures = [new AlertFigure("runs", 3)],
            Detour = new Detour
            {
                Key = "R-S2", RouteId = "R", StopIds = ["S1", "S2", "S3"], SkippedStopIds = ["S2"], Path = [13.7, 100.5, 13.71, 100.51], ExtraSeconds = 90,
                FirstSeen = 1_795_395_000, LastSeen = 1_795_395_180, ModifiedAt = 1_795_395_180, RunCount = 3, Vehicles = ["bus-1", "bus-2", "bus-3"],
            },
        };
        ServiceAlert alert = new()
        {
            Id = Id, InformedEntities = finding.InformedEntities, Effect = finding.Effect, Severity = finding.Severity, Header = finding.Header,
            ActivePeriods = [new AlertPeriod(1_795_395_000, null)],
        };
        return new AlertEpisode(alert.Id, AlertKind.Detour, 1_795_395_000, 1_795_395_180, alert, finding, 1_795_395_240);
    }

    private static async Task DecideAsync(TestWeb web, string what, string match) =>
        Assert.Equal(HttpStatusCode.OK, (await web.SendAsync(HttpMethod.Post, $"/v1/feeds/city/alerts/{Id}/{what}", match: match)).Response.StatusCode);
}
