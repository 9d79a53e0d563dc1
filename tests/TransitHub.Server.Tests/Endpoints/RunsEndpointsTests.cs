using System.Net;
using System.Text.Json.Nodes;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>Runs to choose from.</summary>
public sealed class RunsEndpointsTests
{
    private const string Runs = "/v1/feeds/city/runs";

    [Fact]
    public async Task Tells_what_is_on_its_way_from_now_by_its_start_with_what_names_it()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        JsonArray all = (await web.GetAsync(Runs))!["runs"]!.AsArray();
        Assert.Equal(["07:40:00", "07:50:00", "08:00:00"], all.Where(r => (string)r!["trip_id"]! == "F1").Take(3).Select(r => (string)r!["start_time"]!));
        JsonNode t1 = Assert.Single(all, r => (string)r!["trip_id"]! == "T1")!;
        Assert.Equal(
            (null, "20261123", "R", "Alpha", "Gamma", TestCity.Morning.UnixSeconds + 300, TestCity.Morning.UnixSeconds + 900),
            ((string?)t1["start_time"], (string)t1["start_date"]!, (string)t1["route_id"]!, (string)t1["from_stop"]!, (string)t1["to_stop"]!, (long)t1["starts_at"]!, (long)t1["ends_at"]!));
        Assert.Equal(all.Select(r => (long)r!["starts_at"]!).Order(), all.Select(r => (long)r!["starts_at"]!));
    }

    [Fact]
    public async Task A_line_and_hours_limit_them_and_a_bound_is_told_of()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        long now = TestCity.Morning.UnixSeconds;
        JsonNode some = (await web.GetAsync($"{Runs}?route=R,Q&from_time={now}&until_time={now + 600}"))!;
        Assert.Equal(["T1", "U1"], some["runs"]!.AsArray().Select(r => (string)r!["trip_id"]!).Order());
        Assert.False((bool)some["more"]!);
        Assert.True((bool)(await web.GetAsync(Runs + "?limit=1"))!["more"]!);
        Assert.Empty((await web.GetAsync(Runs + "?route=nowhere"))!["runs"]!.AsArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await web.SendAsync(HttpMethod.Get, $"{Runs}?from_time={now}&until_time={now - 1}")).Response.StatusCode);
    }

    [Fact]
    public async Task A_run_that_an_operator_withdrew_names_the_change()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        await web.SendAsync(HttpMethod.Post, "/v1/feeds/city/changes", $$"""{"kind": "cancel", "trip_id": "F1", "start_date": "20261123", "start_time": "08:00:00", "expires_at": {{TestCity.Morning.UnixSeconds + 600}}}""");
        JsonArray all = (await web.GetAsync(Runs))!["runs"]!.AsArray();
        JsonNode withdrawn = Assert.Single(all, r => r!["change_id"] is not null)!;
        Assert.Equal(("08:00:00", "change-1"), ((string)withdrawn["start_time"]!, (string)withdrawn["change_id"]!));
    }
}
