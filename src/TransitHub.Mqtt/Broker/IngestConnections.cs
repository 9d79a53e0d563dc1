using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace TransitHub.Mqtt.Broker;

/// <summary>Hands Kestrel's connections to MQTTnet's server, each behind its <see cref="IngestChannel"/>.</summary>
internal sealed class IngestConnections(ChannelSettings settings) : IMqttServerAdapter
{
    private readonly ConcurrentDictionary<IngestChannel, byte> open = new();
    private readonly Dictionary<(string? User, string ClientId), IngestChannel> owners = [];
    private readonly Dictionary<string, List<IngestChannel>> byUser = new(StringComparer.Ordinal);

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

    /// <summary>
    /// Makes a connection the one of its client id, and ends the one that was; of a device that has more connections than it may, also the oldest.
    /// A client id is its user's own, or one device could end another's connection.
    /// </summary>
    public void Claim(IngestChannel channel)
    {
        lock (this.owners)
        {
            if (this.owners.TryGetValue(OwnerOf(channel), out IngestChannel? before))
            {
                before.EndForNewer();
                this.Leave(before);
            }

            this.owners[OwnerOf(channel)] = channel;
            if (channel.Grant is { } grant)
            {
                List<IngestChannel> all = CollectionsMarshal.GetValueRefOrAddDefault(this.byUser, grant.User, out _) ??= [];
                all.Add(channel);
                if (all.Count > grant.Meter.Limits.MaxConnections)
                {
                    all[0].EndAsOneTooMany();
                    all.RemoveAt(0);
                }
            }
        }
    }

    private static (string? User, string ClientId) OwnerOf(IngestChannel channel) => (channel.Grant?.User, channel.ClientId);

    private void Disclaim(IngestChannel channel)
    {
        lock (this.owners)
        {
            if (this.owners.GetValueOrDefault(OwnerOf(channel)) == channel)
            {
                this.owners.Remove(OwnerOf(channel));
            }

            this.Leave(channel);
        }
    }

    private void Leave(IngestChannel channel)
    {
        if (channel.Grant is { } grant && this.byUser.TryGetValue(grant.User, out List<IngestChannel>? all) && all.Remove(channel) && all.Count == 0)
        {
            this.byUser.Remove(grant.User);
        }
    }

    /// <summary>Ends what was silent for too long, and what is no longer allowed.</summary>
    public void EndOverdue()
    {
        foreach (IngestChannel channel in this.open.Keys)
        {
            channel.EndIfSilent();
            channel.EndIfWithdrawn();
        }
    }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger) => Task.CompletedTask;

    public Task StopAsync() => Task.CompletedTask;

    public void Dispose()
    {
    }
}
