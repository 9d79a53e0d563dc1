using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace TransitHub.Mqtt.Broker;

/// <summary>Hands Kestrel's connections to MQTTnet's server, each behind its <see cref="IngestChannel"/>.</summary>
internal sealed class IngestConnections(ChannelSettings settings) : IMqttServerAdapter
{
    private readonly ConcurrentDictionary<IngestChannel, byte> open = new();
    private readonly Dictionary<string, IngestChannel> owners = new(StringComparer.Ordinal);

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    public int Count => this.open.Count;

    public async Task HandleAsync(ConnectionContext connection)
    {
        if (this.ClientHandler is not { } handler)
        {
            return;
        }

        using IngestChannel channel = new(connection, this, settings);
        this.open.TryAdd(channel, 0);
        try
        {
            await handler(channel).ConfigureAwait(false);
        }
        finally
        {
            this.open.TryRemove(channel, out _);
            this.Disclaim(channel);
        }
    }

    /// <summary>Makes a connection the one of its client id, and ends the one that was.</summary>
    public void Claim(IngestChannel channel)
    {
        lock (this.owners)
        {
            if (this.owners.TryGetValue(channel.ClientId, out IngestChannel? before))
            {
                before.EndForNewer();
            }

            this.owners[channel.ClientId] = channel;
        }
    }

    private void Disclaim(IngestChannel channel)
    {
        lock (this.owners)
        {
            if (this.owners.GetValueOrDefault(channel.ClientId) == channel)
            {
                this.owners.Remove(channel.ClientId);
            }
        }
    }

    public void EndSilentOnes()
    {
        foreach (IngestChannel channel in this.open.Keys)
        {
            channel.EndIfSilent();
        }
    }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger) => Task.CompletedTask;

    public Task StopAsync() => Task.CompletedTask;

    public void Dispose()
    {
    }
}
