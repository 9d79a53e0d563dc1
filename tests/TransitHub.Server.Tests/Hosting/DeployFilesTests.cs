using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TransitHub.Server.Tests.Processes;
using TransitHub.Testing;
using YamlDotNet.RepresentationModel;

namespace TransitHub.Server.Tests.Hosting;

/// <summary>What deploy/ shows and watches is what a running hub tells.</summary>
public sealed partial class DeployFilesTests : IDisposable
{
    /// <summary>What Prometheus adds itself.</summary>
    private static readonly string[] AddedLabels = ["instance", "job"];

    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Every_metric_and_label_of_the_dashboard_and_the_alerts_is_one_that_a_hub_exposes()
    {
        PrometheusText[] scrapes = [await this.ScrapeBusyHubAsync(), await this.ScrapeScaledHubAsync()];
        ILookup<string, Sample> exposed = scrapes.SelectMany(s => s.Samples).ToLookup(s => s.Name);
        string[] expressions = [.. DashboardExpressions(), .. Rules().Select(r => Text(r, "expr"))];

        Assert.True(expressions.Length > 50, "the files have expressions");
        foreach (string expression in expressions)
        {
            string[] names = [.. MetricName().Matches(Grouping().Replace(Selector().Replace(expression, string.Empty), string.Empty)).Select(m => m.Value)];
            Assert.NotEmpty(names);
            Assert.All(names.Where(n => n != "up"), n => Assert.True(exposed.Contains(n), $"no hub exposes {n}: {expression}"));
            foreach (Match selected in Selected().Matches(expression))
            {
                IEnumerable<string> labels = LabelName().Matches(selected.Groups[2].Value).Select(m => m.Groups[1].Value).Except(AddedLabels);
                string name = selected.Groups[1].Value;
                Assert.True(name == "up" || !labels.Except(exposed[name].SelectMany(s => s.Labels.Select(l => l.Name))).Any(), $"{name} has no such label: {expression}");
            }
        }
    }

    [Fact]
    public async Task What_only_a_hub_that_is_scaled_out_tells_is_shown_and_the_worst_of_it_wakes_somebody()
    {
        string[] only = [.. (await this.ScrapeScaledHubAsync()).Samples.Select(s => s.Name).Where(n => ScaledName().IsMatch(n)).Distinct()];
        string shown = string.Join('\n', DashboardExpressions());
        string[] unseen = ["transithub_shard_records_total", "transithub_shard_saves_total", "transithub_shard_save_bytes", "transithub_shard_report_records_behind", "transithub_shard_report_seconds_behind"];
        Assert.True(only.Length > 12, string.Join(' ', only));
        Assert.All(only.Except(unseen), name => Assert.Contains(name + "{", shown, StringComparison.Ordinal));
        Assert.Subset(only.ToHashSet(), unseen.ToHashSet());
        string critical = string.Join('\n', Rules().Where(r => Text((YamlMappingNode)r["labels"], "severity") == "critical").Select(r => Text(r, "expr")));
        Assert.All(
            (string[])["transithub_redis_problem", "transithub_shard_owned", "transithub_shard_seconds_behind", "transithub_ingest_failed_total"],
            name => Assert.Contains(name, critical, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_alert_says_how_bad_it_is_and_what_to_do()
    {
        string runbooks = File.ReadAllText(Deploy("README.md"));
        foreach (YamlMappingNode rule in Rules())
        {
            string name = Text(rule, "alert");
            Assert.Contains(Text((YamlMappingNode)rule["labels"], "severity"), (string[])["critical", "warning"]);
            var annotations = (YamlMappingNode)rule["annotations"];
            Assert.NotEmpty(Text(annotations, "summary"));
            Assert.Equal("deploy/README.md#" + name.ToLowerInvariant(), Text(annotations, "runbook"));
            Assert.Contains($"\n### {name}\n", runbooks, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_panels_are_drawn_beside_and_not_over_each_other()
    {
        JsonArray panels = Dashboard()["panels"]!.AsArray();
        var taken = new HashSet<(int X, int Y)>();
        foreach (JsonNode panel in panels.Select(p => p!["gridPos"]!))
        {
            (int x, int y, int width, int height) = ((int)panel["x"]!, (int)panel["y"]!, (int)panel["w"]!, (int)panel["h"]!);
            Assert.InRange(x + width, 1, 24);
            Assert.All(Enumerable.Range(0, width * height), i => Assert.True(taken.Add((x + (i % width), y + (i / width))), panel.ToJsonString()));
        }

        Assert.Equal(panels.Count, panels.Select(p => (int)p!["id"]!).Distinct().Count());
    }

    [Fact]
    public void The_example_of_prometheus_reads_the_alerts()
    {
        YamlMappingNode example = Yaml("prometheus/prometheus.yml");
        Assert.Equal("alerts.yml", Assert.Single((YamlSequenceNode)example["rule_files"]).ToString());
        Assert.Equal("transithub", Text((YamlMappingNode)((YamlSequenceNode)example["scrape_configs"])[0], "job_name"));
    }

    [Fact]
    public void The_compose_file_pins_its_images_keeps_redis_safe_and_mounts_files_that_are_there()
    {
        var services = (YamlMappingNode)Yaml("../docker-compose.yml")["services"];
        foreach ((YamlNode name, YamlNode value) in services.Children)
        {
            var service = (YamlMappingNode)value;
            if (service.Children.TryGetValue("image", out YamlNode? image))
            {
                Assert.Matches(@":v?[0-9]+\.[0-9]+\.[0-9]+(-[a-z]+)?$", image.ToString());
            }

            if (service.Children.TryGetValue("ports", out YamlNode? ports))
            {
                Assert.All((YamlSequenceNode)ports, port => Assert.StartsWith("127.0.0.1:", port.ToString(), StringComparison.Ordinal));
            }

            if (service.Children.TryGetValue("volumes", out YamlNode? volumes))
            {
                Assert.All(
                    ((YamlSequenceNode)volumes).Select(v => v.ToString().Split(':')[0]).Where(v => v.StartsWith('.')),
                    path => Assert.True(Path.Exists(Deploy("../" + path)), $"{name} mounts {path}"));
            }
        }

        string valkey = string.Join(' ', (YamlSequenceNode)services["valkey"]["command"]);
        Assert.Contains("--appendonly yes --appendfsync always --maxmemory-policy noeviction", valkey, StringComparison.Ordinal);
    }

    /// <summary>A hub on which something of everything has happened: a report, a refusal, a stream, an HTTP request, a model, a consumer that is not there.</summary>
    private async Task<PrometheusText> ScrapeBusyHubAsync()
    {
        string zip = Path.Combine(this.folder.Path, "city.zip");
        await File.WriteAllBytesAsync(zip, TestCity.Feed().ToZip().ToArray(), Cancellation);
        string model = Path.Combine(SharedData.RepositoryRoot, "models", "arrival-residual", "1");
        string config = Path.Combine(this.folder.Path, "hub.json");
        string feeds = JsonSerializer.Serialize(new { Feeds = new[] { new { Id = "city", Gtfs = zip, Deliveries = new[] { new { Url = "http://127.0.0.1:1/" } } } } });
        await File.WriteAllTextAsync(config, feeds, Cancellation);
        await using ServeProcess hub = await ServeProcess.StartAsync(Path.Combine(this.folder.Path, "data"), "--config", config, "--model", model);
        using var http = new HttpClient { BaseAddress = hub.Http };
        await RunningHub.UntilAsync("ready", async () => (await http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation)).IsSuccessStatusCode);
        await using Stream stream = await http.GetStreamAsync(new Uri("/v1/stream?feed=city", UriKind.Relative), Cancellation);
        var device = new TestDevice(hub.MqttPort);
        await device.PublishAsync("transithub/v1/city/avl/bus", "no JSON");
        PrometheusText? scrape = null;
        byte[] buffer = new byte[65_536];
        await RunningHub.UntilAsync("a stream's delay", async () =>
        {
            // A stream in which nothing happens says so after many seconds only.
            await device.PublishPositionAsync("bus-1");
            _ = await stream.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, Cancellation);
            scrape = PrometheusText.Parse(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation));
            return scrape.Samples.Any(s => s.Name == "transithub_watch_delay_seconds_count") && scrape.Samples.Any(s => s.Name == "transithub_watch_skipped_total")
                && scrape.Samples.Any(s => s.Name == "transithub_report_age_seconds_count");
        });
        return scrape!;
    }

    /// <summary>All roles of a hub over a redis-server in one process, after a report came through all of them.</summary>
    private async Task<PrometheusText> ScrapeScaledHubAsync()
    {
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation);
        string config = this.folder.File("hub.json", """{ "Feeds": [ { "Id": "city", "Shards": 2 } ] }""");
        await using ServeProcess hub = await ServeProcess.StartAsync(Path.Combine(this.folder.Path, "scaled"), "--config", config, "--redis", $"127.0.0.1:{redis.Port}");
        using var http = new HttpClient { BaseAddress = hub.Http };
        await RunningHub.UntilAsync("ready", async () => (await http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation)).IsSuccessStatusCode);
        await new TestDevice(hub.MqttPort).PublishPositionAsync("bus-1");
        PrometheusText? scrape = null;
        await RunningHub.UntilAsync("a shard's report and the bytes of its log", async () =>
        {
            scrape = PrometheusText.Parse(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation));
            return scrape.Samples.Count(s => s.Name == "transithub_shard_report_age_seconds") == 2 && scrape.Samples.Any(s => s.Name == "transithub_log_bytes" && s.Value > 0);
        });
        return scrape!;
    }

    private static IEnumerable<string> DashboardExpressions() =>
        Dashboard()["panels"]!.AsArray().Where(p => p!["targets"] is not null).SelectMany(p => p!["targets"]!.AsArray()).Select(t => (string)t!["expr"]!)
            .Concat(Dashboard()["templating"]!["list"]!.AsArray().Select(v => v!["definition"]).OfType<JsonNode>().Select(v => LabelValues().Match((string)v!).Groups[1].Value));

    private static JsonNode Dashboard() => JsonNode.Parse(File.ReadAllText(Deploy("grafana/transithub.json")))!;

    private static IEnumerable<YamlMappingNode> Rules() =>
        ((YamlSequenceNode)Yaml("prometheus/alerts.yml")["groups"]).Cast<YamlMappingNode>().SelectMany(g => (YamlSequenceNode)g["rules"]).Cast<YamlMappingNode>();

    private static YamlMappingNode Yaml(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Deploy(file))));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value!;

    private static string Deploy(string file) => Path.Combine(SharedData.RepositoryRoot, "deploy", file);

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]")]
    private static partial Regex Selector();

    [GeneratedRegex(@"\b(?:by|without)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\b(?:transithub|dotnet|kestrel|http)_[a-z0-9_]+\b|\bup\b")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"([a-z_:][a-z0-9_:]*)\{([^}]*)\}")]
    private static partial Regex Selected();

    [GeneratedRegex(@"([a-z_][a-z0-9_]*)\s*(?:=~|!~|!=|=)\s*""")]
    private static partial Regex LabelName();

    [GeneratedRegex("^transithub_(shard|ingest|redis)_")]
    private static partial Regex ScaledName();

    [GeneratedRegex(@"label_values\((\w+),")]
    private static partial Regex LabelValues();
}
