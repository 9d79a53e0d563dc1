using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Options;
using TransitHub.Server.Security.Devices;
using TransitHub.Server.Tests.Hosting;

namespace TransitHub.Server.Tests.Security.Devices;

/// <summary>An outsider with no, wrong, expired, revoked and another device's credentials tries every topic of the running hub.</summary>
[Collection(nameof(Alone))]
public sealed class OutsiderTests
{
    private static readonly string[] Topics =
    [
        "transithub/v1/city/avl/bus-1", "transithub/v1/city/avl", "transithub/v1/city/apc/bus-1", "transithub/v1/city/count/bus-1", "transithub/v1/city/passage/bus-1",
        "transithub/v1/city/status/bus-1", "transithub/v1/city/ais/230990040", "transithub/v1/city/ais", "transithub/v1/other/avl/bus-1",
        "/hfp/v2/journey/ongoing/vp/bus/0022/00854/4555B/2/Leppavaara/19:56/4150264/5/60;25/20/10/00", "$SYS/broker", "anything",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Nothing_is_accepted_each_refusal_is_counted_and_nothing_is_said_that_helps(MqttProtocolVersion version)
    {
        await using RunningHub hub = await RunningHub.StartAsync(options =>
        {
            options.Feeds = [new FeedSettings { Id = "city" }];
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            DeviceCredentialFile.Change(options.DeviceAccess.PathIn(options.Data), new DeviceLimits(), TimeProvider.System, _ =>
            [
                CredentialFolder.Device("bus-1"),
                CredentialFolder.Device("bus-2"),
                CredentialFolder.Device("bus-3") with { ExpiresAt = now.AddDays(-1) },
                CredentialFolder.Device("bus-4") with { RevokedAt = now },
            ]);
        });

        // Whatever is wrong with the login, the answer is the same, byte by byte.
        (string? User, string? Password)[] logins = [(null, null), ("", ""), ("bus-1", "wrong"), ("bus-1", ""), ("bus-1", null), ("nobody", "right"), ("bus-3", "right"), ("bus-4", "right"), ("bus-1\n2026 ERROR", "x")];
        List<string> answers = [];
        foreach ((string? user, string? password) in logins)
        {
            using IMqttClient client = new MqttClientFactory().CreateMqttClient();
            MqttClientConnectResult answer = await client.ConnectAsync(Options(hub, version, user, password), Cancellation);
            answers.Add($"{answer.ResultCode} {answer.ReasonString} {answer.UserProperties?.Count ?? 0} {answer.ServerReference} {answer.ResponseInformation}");
            Assert.False(client.IsConnected);
        }

        Assert.StartsWith("BadUserNameOrPassword", Assert.Single(answers.Distinct(StringComparer.Ordinal)), StringComparison.Ordinal);

        // Another device's credentials are good for its own topics alone; a last will is held to the same.
        using IMqttClient other = new MqttClientFactory().CreateMqttClient();
        Assert.Equal(MqttClientConnectResultCode.Success, (await other.ConnectAsync(Options(hub, version, "bus-2", "right"), Cancellation)).ResultCode);
        foreach (string topic in Topics)
        {
            MqttClientPublishResult answer = await other.PublishAsync(Message(topic), Cancellation);
            Assert.True(version == MqttProtocolVersion.V311 || answer.ReasonCode is MqttClientPublishReasonCode.NotAuthorized or MqttClientPublishReasonCode.TopicNameInvalid, $"{topic}: {answer.ReasonCode}");
            Assert.True(string.IsNullOrEmpty(answer.ReasonString), answer.ReasonString);
        }

        foreach (string filter in new[] { "#", "transithub/v1/city/avl/bus-1", "transithub/v1/+/#", "$share/g/#", "$SYS/#" })
        {
            MqttClientSubscribeResult answer = await other.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, Cancellation);
            Assert.True(answer.Items.Single().ResultCode > MqttClientSubscribeResultCode.GrantedQoS2, filter);
        }

        using IMqttClient will = new MqttClientFactory().CreateMqttClient();
        MqttClientOptions deadly = Options(hub, version, "bus-2", "right");
        deadly.WillTopic = "transithub/v1/city/status/bus-1";
        deadly.WillPayload = "{\"online\":false}"u8.ToArray();
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, (await will.ConnectAsync(deadly, Cancellation)).ResultCode);

        await AssertCountedAsync(hub, logins.Length);
    }

    private static async Task AssertCountedAsync(RunningHub hub, int logins)
    {
        JsonElement lists = JsonDocument.Parse(await hub.Http.GetStringAsync(new Uri("/v1/rejections", UriKind.Relative), Cancellation)).RootElement;
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach (JsonElement reason in lists.EnumerateArray().SelectMany(l => l.GetProperty("reasons").EnumerateArray()))
        {
            counts[reason.GetProperty("stage").GetString() + " " + reason.GetProperty("reason").GetString()] = reason.GetProperty("count").GetInt64();
        }

        Assert.Equal(logins - 2, counts["access bad_credentials"]);
        Assert.Equal(1, counts["access credential_expired"]);
        Assert.Equal(1, counts["access credential_revoked"]);
        Assert.Equal(5, counts["access subscription_refused"]);
        Assert.Equal(2, counts["decode unknown_topic"]);
        Assert.Equal(Topics.Length - 2 + 1, counts["access topic_not_allowed"]);
        Assert.Equal(6, counts.Count);

        string metrics = await hub.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        Assert.Matches("""transithub_rejected[^\n]*reason="bad_credentials"[^\n]* """ + (logins - 2), metrics);
        Assert.Matches("""transithub_accepted_total\{[^\n]*feed="city"[^\n]*\} 0\b""", metrics);
        Assert.DoesNotContain("right", lists.ToString(), StringComparison.Ordinal);
    }

    private static MqttClientOptions Options(RunningHub hub, MqttProtocolVersion version, string? user, string? password)
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", hub.Device.Port).WithProtocolVersion(version);
        return (user is null ? options : options.WithCredentials(user, password)).Build();
    }

    private static MqttApplicationMessage Message(string topic) => new MqttApplicationMessageBuilder()
        .WithTopic(topic)
        .WithPayload($$"""{"measured_at": {{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}, "lat": 13.7, "lon": 100.5, "online": true}""")
        .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
}
