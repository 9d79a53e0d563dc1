using System.Text.Json.Nodes;
using Grpc.Core;
using TransitHub.Core.Alerting;
using TransitHub.Protocol.V1;
using TransitHub.Server.Alerting;
using AlertPeriod = TransitHub.Core.Snapshots.AlertPeriod;
using AlertSelector = TransitHub.Core.Snapshots.AlertSelector;
using Client = TransitHub.Protocol.V1.TransitHub.TransitHubClient;

namespace TransitHub.Server.Tests.Watching;

/// <summary>What riders are told, in the streams.</summary>
public sealed class WatchAlertsTests : IAsyncLifetime
{
    private readonly TestCity city = new();
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.web = await TestWeb.StartAsync(this.city);
        this.city.Vehicle("a").Publish();
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task A_stream_begins_with_all_and_goes_on_with_what_changed_began_to_hold_and_went()
    {
        long now = TestCity.Morning.UnixSeconds;
        await this.WriteAsync("op-1", "R", new AlertPeriod(now + 60, now + 120));
        await this.WriteAsync("op-2", "Q", null);
        using AsyncServerStreamingCall<WatchEvent> call = this.Watch(new EntityFilter { Kinds = { EntityKind.Alert } });
        WatchEvent snapshot = await NextAsync(call);
        Assert.Empty(snapshot.Snapshot.Vehicles);
        WatchEvent first = await NextAsync(call);
        Assert.True(first.Alerts.Whole);
        Assert.Equal([("op-1", false), ("op-2", true)], first.Alerts.Alerts.Select(a => (a.Id, a.IsActive)));
        Assert.Equal(snapshot.Cursor, first.Cursor);

        this.web.Clock.Advance(TimeSpan.FromSeconds(60));
        WatchEvent began = await this.NextAlertsAsync(call);
        Assert.Equal((false, "op-1", true), (began.Alerts.Whole, Assert.Single(began.Alerts.Alerts).Id, began.Alerts.Alerts[0].IsActive));

        await this.WriteAsync("op-2", "R", null);
        Assert.Equal("R", Assert.Single(Assert.Single((await this.NextAlertsAsync(call)).Alerts.Alerts).InformedEntities).RouteId);
        this.web.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("op-1", Assert.Single((await this.NextAlertsAsync(call)).Alerts.RemovedAlertIds));
    }

    [Fact]
    public async Task A_reader_gets_those_of_its_routes_and_none_unless_it_names_them()
    {
        await this.WriteAsync("op-1", "R", null);
        await this.WriteAsync("op-2", "Q", null);
        using AsyncServerStreamingCall<WatchEvent> some = this.Watch(new EntityFilter { Kinds = { EntityKind.Alert, EntityKind.Vehicle }, RouteIds = { "Q" } });
        await NextAsync(some);
        Assert.Equal("op-2", Assert.Single((await NextAsync(some)).Alerts.Alerts).Id);
        using AsyncServerStreamingCall<WatchEvent> none = this.Watch(new EntityFilter { Kinds = { EntityKind.Alert }, VehicleIds = { "a" } });
        await NextAsync(none);
        Assert.Empty((await NextAsync(none)).Alerts.Alerts);
        using AsyncServerStreamingCall<WatchEvent> plain = this.Watch(new EntityFilter());
        await NextAsync(plain);
        this.city.Vehicle("a", 13.71).Publish();
        Assert.NotNull((await NextAsync(plain)).Changes);
    }

    [Fact]
    public async Task Server_sent_events_have_them_too()
    {
        await this.WriteAsync("op-1", "R", null);
        using Stream stream = await this.web.Http.GetStreamAsync(new Uri("/v1/stream?kinds=alert", UriKind.Relative), Cancellation);
        using StreamReader reader = new(stream);
        string? name = null;
        while (await reader.ReadLineAsync(Cancellation) is { } line)
        {
            name = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : name;
            if (name == "alerts" && line.StartsWith("data: ", StringComparison.Ordinal))
            {
                JsonNode told = JsonNode.Parse(line[6..])!;
                Assert.True((bool)told["whole"]!);
                Assert.Equal(("op-1", "Closed"), ((string)told["alerts"]![0]!["id"]!, (string)told["alerts"]![0]!["alert"]!["header_text"]!["en"]!));
                return;
            }
        }

        Assert.Fail("The stream ended.");
    }

    private static async Task<WatchEvent> NextAsync(AsyncServerStreamingCall<WatchEvent> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        return call.ResponseStream.Current;
    }

    private AsyncServerStreamingCall<WatchEvent> Watch(EntityFilter filter) =>
        new Client(this.web.Grpc).Watch(new WatchRequest { FeedId = "city", Filter = filter }, cancellationToken: Cancellation);

    /// <summary>The next event of alerts; each state lets the stream look.</summary>
    private async Task<WatchEvent> NextAlertsAsync(AsyncServerStreamingCall<WatchEvent> call)
    {
        Task<WatchEvent> next = NextAsync(call);
        while (true)
        {
            this.web.Clock.Advance(TimeSpan.FromSeconds(1));
            if (await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation)) != next)
            {
                continue;
            }

            if ((await next).Alerts is not null)
            {
                return await next;
            }

            next = NextAsync(call);
        }
    }

    private async Task WriteAsync(string id, string route, AlertPeriod? period)
    {
        var draft = new AlertDraft
        {
            InformedEntities = [new AlertSelector { RouteId = route }],
            ActivePeriods = period is null ? null : [period],
            HeaderText = new Dictionary<string, string> { ["en"] = "Closed" },
            DescriptionText = new Dictionary<string, string> { ["en"] = "The road is closed" },
        };
        long now = this.web.Feed.Alerts.Now;
        await this.web.Feed.Alerts.ChangeAsync(
            "noi", book => new AlertChange(book.With(new OperatorAlert(id, (book.Find(id)?.Revision ?? 0) + 1, draft, now, now, "noi", null), now), "create", id, null, draft), Cancellation);
    }
}
