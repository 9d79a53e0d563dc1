using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using MQTTnet.Protocol;
using MQTTnet.Server;
using TransitHub.Testing;

namespace TransitHub.Simulation.Tests.Publishing;

/// <summary>A broker in the test's own process that keeps what it received.</summary>
internal sealed class LoopbackBroker : IAsyncDisposable
{
    private MqttServer server;

    private LoopbackBroker(int port)
    {
        this.Port = port;
        this.server = this.Create();
    }

    public int Port { get; }

    public Uri Url => new($"mqtt://127.0.0.1:{this.Port}");

    public ConcurrentQueue<(string Topic, string Payload)> Received { get; } = new();

    /// <summary>Answers a publish; null takes it.</summary>
    public Func<int, MqttPubAckReasonCode?> Answer { get; set; } = static _ => null;

    /// <summary>Called after each publish with how many there were.</summary>
    public Func<int, Task> AfterPublish { get; set; } = static _ => Task.CompletedTask;

    public static async Task<LoopbackBroker> StartAsync()
    {
        var broker = new LoopbackBroker(TestPorts.Free());
        await broker.server.StartAsync();
        return broker;
    }

    /// <summary>Ends all connections without a word and takes new ones.</summary>
    public async Task RestartAsync()
    {
        await this.server.StopAsync();
        this.server.Dispose();
        this.server = this.Create();
        await this.server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await this.server.StopAsync();
        this.server.Dispose();
    }

    private MqttServer Create()
    {
        MqttServer created = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointPort(this.Port)
            .Build());
        created.InterceptingPublishAsync += async publish =>
        {
            publish.ProcessPublish = false;
            string payload = Encoding.UTF8.GetString(publish.ApplicationMessage.Payload.ToArray());
            this.Received.Enqueue((publish.ApplicationMessage.Topic, payload));
            int count = this.Received.Count;
            if (this.Answer(count) is { } reason)
            {
                publish.Response.ReasonCode = reason;
            }

            await this.AfterPublish(count);
        };
        return created;
    }
}
