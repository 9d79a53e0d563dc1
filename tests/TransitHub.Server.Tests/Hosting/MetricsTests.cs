using TransitHub.Server.Tests.Processes;

namespace TransitHub.Server.Tests.Hosting;

/// <summary>Each hub is a process of its own: instruments belong to a process, so hubs in one would count for each other.</summary>
[Collection(nameof(Alone))]
public sealed class MetricsTests : IDisposable
{
    /// <summary>Labels of the hub's own metrics. Each has few values, however many devices, topics and readers there are.</summary>
    private static readonly string[] Labels = ["feed", "kind", "le", "measure", "otel_scope_name", "reason", "rule", "severity", "span", "stage", "state"];

    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task A_scrape_is_what_prometheus_allows_and_has_each_stages_time()
    {
        await using ServeProcess hub = await this.StartAsync();
        await new TestDevice(hub.MqttPort).PublishPositionAsync("bus-1");

        PrometheusText scrape = await ScrapeAsync(hub, s => ValueOf(s, "transithub_report_age_seconds_count") > 0);

        foreach (string histogram in (string[])
            ["durable_delay", "log_append_duration", "log_flush_duration", "fusion_batch_duration", "state_delay", "state_duration", "feed_delay", "feed_encode_duration", "report_age"])
        {
            Assert.Equal("histogram", scrape.TypeOf[$"transithub_{histogram}_seconds"]);
            Assert.True(ValueOf(scrape, $"transithub_{histogram}_seconds_count") > 0, histogram);
        }

        Assert.Equal(1, ValueOf(scrape, "transithub_mqtt_ready"));
        Assert.True(ValueOf(scrape, "transithub_mqtt_messages_total") >= 1);
        Assert.InRange(ValueOf(scrape, "transithub_feed_age_seconds"), 0, 60);
        Assert.Contains(scrape.Samples, s => s.Name == "dotnet_gc_collections_total");
    }

    [Fact]
    public async Task No_label_grows_with_devices_topics_or_whatever_they_send()
    {
        await using ServeProcess hub = await this.StartAsync();
        var device = new TestDevice(hub.MqttPort);
        await PublishAllKindsAsync(device, "first");
        string[] before = Series(await ScrapeAsync(hub, s => Settled(s, 1)));

        for (int i = 0; i < 20; i++)
        {
            await PublishAllKindsAsync(device, $"other-{i}\"}} 1\\n");
        }

        PrometheusText after = await ScrapeAsync(hub, s => ValueOf(s, "transithub_mqtt_messages_total") >= 21 * 5);
        Assert.Equal(before, Series(after));
        Assert.All(after.Samples.Where(s => IsOwn(s.Name)), s => Assert.Empty(s.Labels.Select(l => l.Name).Except(Labels)));
    }

    private Task<ServeProcess> StartAsync() => ServeProcess.StartAsync(Path.Combine(this.folder.Path, "data"), "--feed", "city");

    private static async Task PublishAllKindsAsync(TestDevice device, string name)
    {
        await device.PublishPositionAsync(name.Split('"')[0]);
        await device.PublishAsync("transithub/v1/city/avl/" + name, "no JSON");
        await device.PublishAsync("nobodys/topic/" + name, "{}");
        await device.PublishAsync($"transithub/v1/feed-{name.Split('"')[0]}/avl/bus", """{"measured_at": 1, "lat": 1, "lon": 1}""");
        await device.PublishAsync("transithub/v1/city/avl/late", """{"measured_at": 1, "lat": 1, "lon": 1}""");
    }

    private static bool Settled(PrometheusText scrape, int vehicles) =>
        ValueOf(scrape, "transithub_vehicles") >= vehicles && ValueOf(scrape, "transithub_report_age_seconds_count") >= vehicles
        && scrape.Samples.Any(s => s.Label("reason") == "unknown_feed");

    private static string[] Series(PrometheusText scrape) => [.. scrape.Samples.Where(s => IsOwn(s.Name)).Select(s => s.Series).Order(StringComparer.Ordinal)];

    private static bool IsOwn(string name) => name.StartsWith("transithub_", StringComparison.Ordinal);

    private static double ValueOf(PrometheusText scrape, string name) => scrape.Samples.FirstOrDefault(s => s.Name == name)?.Value ?? -1;

    private static async Task<PrometheusText> ScrapeAsync(ServeProcess hub, Func<PrometheusText, bool> holds)
    {
        PrometheusText? scrape = null;
        using var http = new HttpClient { BaseAddress = hub.Http };
        await RunningHub.UntilAsync("in the scrape", async () =>
        {
            scrape = PrometheusText.Parse(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation));
            return holds(scrape);
        });
        return scrape!;
    }
}
