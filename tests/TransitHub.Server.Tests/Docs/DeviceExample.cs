using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace TransitHub.Server.Tests.Docs;

/// <summary>The C# of deploy/devices.md, with the test's own names in place of the reader's.</summary>
internal static class DeviceExample
{
    public static async Task<MqttClientPublishReasonCode> PublishAsync(string authorityFile, int port, string password)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        X509Certificate2Collection authority = [];
        authority.ImportFromPemFile(authorityFile);
        MqttClientOptions options = new MqttClientOptionsBuilder()
            .WithTcpServer("localhost", port)
            .WithTlsOptions(tls => tls.UseTls().WithTrustChain(authority))
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId("bus-1")
            .WithCredentials("bus-1", password)
            .Build();
        await client.ConnectAsync(options);
        MqttApplicationMessage report = new MqttApplicationMessageBuilder()
            .WithTopic("transithub/v1/city/avl/bus-1")
            .WithPayload(JsonSerializer.Serialize(new { measured_at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0, lat = 13.7563, lon = 100.5018 }))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
        MqttClientPublishResult answer = await client.PublishAsync(report);
        return answer.ReasonCode;
    }
}
