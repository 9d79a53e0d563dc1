using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace TransitHub.Server.Tests.Hosting;

/// <summary>A device that speaks MQTT 5 to a port of this machine.</summary>
internal sealed record TestDevice(int Port)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Publishes and returns when the hub has acknowledged.</summary>
    public async Task PublishAsync(string topic, string payload, string? traceParent = null)
    {
        using IMqttClient device = new MqttClientFactory().CreateMqttClient();
        await device.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", this.Port).WithProtocolVersion(MqttProtocolVersion.V500).Build(), Cancellation);
        MqttApplicationMessageBuilder message = new MqttApplicationMessageBuilder()
            .WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        await device.PublishAsync((traceParent is null ? message : message.WithUserProperty("traceparent", Encoding.UTF8.GetBytes(traceParent))).Build(), Cancellation);
        await device.DisconnectAsync(new MqttClientDisconnectOptions(), Cancellation);
    }

    /// <summary>Publishes a position of now to the feed city.</summary>
    public Task PublishPositionAsync(string vehicle, string? traceParent = null) => this.PublishAsync(
        $"transithub/v1/city/avl/{vehicle}",
        $$"""{"measured_at": {{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}, "lat": 13.7, "lon": 100.5}""",
        traceParent);
}
