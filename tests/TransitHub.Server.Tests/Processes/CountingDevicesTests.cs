using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Protocol;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Processes;

/// <summary>Cameras from the devices file and over MQTT to what readers see, in a process of its own.</summary>
public sealed class CountingDevicesTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public void Dispose() => this.folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Counts_and_passages_are_shown_and_survive_kill_9(bool isOutside)
    {
        await using Mosquitto? broker = isOutside ? await Mosquitto.StartAsync(Cancellation) : null;
        string[] arguments = await this.ArgumentsAsync(CameraFile.Text, broker);
        await using (ServeProcess first = await ServeProcess.StartAsync(this.folder.Path, arguments))
        {
            await ReadyAsync(first);
            int port = broker?.Port ?? first.MqttPort;
            long now = Now;
            await PublishAsync(port, "count/beta-gate", Text($$"""[{"channel":"line-1","class":"person","direction":"a_to_b","from":{{now - 60}},"to":{{now}},"count":14,"uptime":0.98}]"""));
            await PublishAsync(port, "count/beta-gate", Text($$"""{"channel":"line-1","class":"person","direction":"b_to_a","from":{{now - 60}},"to":{{now}},"count":2}"""));
            await PublishAsync(port, "passage/beta-gate", Text($$"""{"event_id":"e1","measured_at":{{now - 2}},"channel":"line-1","class":"bus","direction":"a_to_b","route_text":"1"}"""));
            await PublishAsync(port, "passage/beta-gate", Text($$"""{"event_id":"e1","measured_at":{{now - 2}},"channel":"line-1","class":"bus","direction":"a_to_b","route_text":"1"}"""));
            await PublishAsync(port, "count/stray", Text($$"""{"channel":"1","class":"tuk-tuk","at":{{now}},"total":7}"""));
            await PublishAsync(port, "apc/bus-1", Text($$"""{"measured_at":{{now}},"load":31}"""));
            await PublishAsync(port, "count/stray", """{"channel":"1","class":"tuk-tuk"}""");
            JsonNode feed = await UntilAsync(first, "/v1/feeds/city", f => (long)f["accepted"]! + (long)f["rejected"]! == 7);
            Assert.Equal((7, 5, 2), ((int)feed["received"]!, (int)feed["accepted"]!, (int)feed["rejected"]!));
            Assert.Equal("""{"avl":0,"apc":1,"count":3,"passage":1,"status":0}""", feed["accepted_by_kind"]!.ToJsonString());
            await SeeAsync(first);
            await first.KillAsync();
        }

        await using ServeProcess second = await ServeProcess.StartAsync(this.folder.Path, arguments);
        await ReadyAsync(second);
        await SeeAsync(second);
        Assert.Equal(0, await second.TerminateAsync());
    }

    private static async Task SeeAsync(ServeProcess serve)
    {
        using var http = new HttpClient { BaseAddress = serve.Http };
        JsonNode gate = (await http.GetFromJsonAsync<JsonNode>(new Uri("/v1/cameras?feed=city", UriKind.Relative), Cancellation))!["cameras"]![0]!;
        Assert.Equal(
            ["a_to_b 14 ", "b_to_a  5"], gate["counts"]!.AsArray().Select(c => $"{c!["direction"]} {c["count"]} {c["fewer_than"]}"));
        Assert.Equal("1", (string?)Assert.Single(gate["last_passages"]!.AsArray())!["route_text"]);
        JsonNode devices = (await http.GetFromJsonAsync<JsonNode>(new Uri("/v1/devices?feed=city", UriKind.Relative), Cancellation))!["devices"]!;
        Assert.Equal(
            ["beta-gate true", "bus-1 false", "silent-loop true", "stray false"], devices.AsArray().Select(d => $"{d!["id"]} {d["registered"]}"));
        Assert.Equal(31, (int)devices[1]!["last_load"]!["load"]!);
        Assert.Equal((7, null), ((int)devices[3]!["counts"]![0]!["total"]!, devices[3]!["counts"]![0]!["count"]));
    }

    private static async Task PublishAsync(int port, string topic, string payload)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).Build(), Cancellation);
        await client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic("transithub/v1/city/" + topic).WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            Cancellation);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), Cancellation);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The log is read, and an outside broker has the hub's subscription.</summary>
    private static async Task ReadyAsync(ServeProcess serve)
    {
        using var http = new HttpClient { BaseAddress = serve.Http };
        for (int attempt = 0; attempt < 200; attempt++)
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }

        throw new TimeoutException("It was never ready.");
    }

    private static async Task<JsonNode> UntilAsync(ServeProcess serve, string path, Predicate<JsonNode> isEnough)
    {
        using var http = new HttpClient { BaseAddress = serve.Http };
        JsonNode answer = new JsonObject();
        for (int attempt = 0; attempt < 200; attempt++)
        {
            answer = (await http.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative), Cancellation))!;
            if (isEnough(answer))
            {
                return answer;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }

        throw new TimeoutException("It never came: " + answer.ToJsonString());
    }

    private async Task<string[]> ArgumentsAsync(string devices, Mosquitto? broker)
    {
        string zip = Path.Combine(this.folder.Path, "city.zip");
        await File.WriteAllBytesAsync(zip, TestCity.Feed().ToZip().ToArray(), Cancellation);
        string file = Path.Combine(this.folder.Path, "devices.yaml");
        await File.WriteAllTextAsync(file, devices, Cancellation);
        string[] outside = broker is null ? [] : ["--mqtt", $"mqtt://127.0.0.1:{broker.Port}"];
        return ["--feed", "city", "--gtfs", zip, "--devices", file, .. outside];
    }
}
