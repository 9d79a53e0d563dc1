using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using TransitHub.Core.Telemetry;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security.Readers;

/// <summary>
/// Bounds the connections of HTTP and gRPC before anything is read of them, TLS included: those of one address, and those that have not asked for anything yet.
/// Without it whoever opens connections and is silent, or asks once and holds on, has all places of <see cref="HubOptions.MaxReaderConnections"/>.
/// </summary>
internal sealed class ReaderDoor : IDisposable
{
    private readonly Meter meter = new(TelemetryNames.Meter);
    private readonly Counter<long> refused;
    private readonly WaitingRoom silent;
    private readonly int mostOfAddress;
    private readonly HashSet<string> proxies;
    private readonly Lock sync = new();
    private readonly Dictionary<string, int> open = new(StringComparer.Ordinal);

    /// <summary>Puts it together.</summary>
    public ReaderDoor(HubOptions options, TimeProvider clock)
    {
        this.silent = new WaitingRoom(options.MaxSilentReaderConnections, options.MaxSilentReaderConnectionsPerAddress, clock);
        this.mostOfAddress = options.MaxReaderConnectionsPerAddress;
        this.proxies = [.. options.Security.Readers.Proxies.Select(p => ClientAddress.NetworkOf(IPAddress.Parse(p)))];
        this.refused = this.meter.CreateCounter<long>(
            "transithub_reader_connections_refused", description: "Connections of HTTP and gRPC that were ended, by reason: of one address more than may be (too_many_of_address), or silent for longer than others (too_many_silent).");
    }

    /// <summary>Lets a connection in, or not, and holds its place until it ends.</summary>
    public async Task AdmitAsync(ConnectionContext connection, Func<Task> next)
    {
        IPAddress? address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        string network = ClientAddress.NetworkOf(address);
        if (this.proxies.Contains(network))
        {
            await next().ConfigureAwait(false);
            return;
        }

        if (!this.TryEnter(network))
        {
            this.refused.Add(1, new KeyValuePair<string, object?>("reason", "too_many_of_address"));
            connection.Abort();
            return;
        }

        try
        {
            using WaitingRoom.Place place = this.silent.Enter(address, connection.Abort, out WaitingRoom.Place? displaced);
            if (displaced is not null)
            {
                displaced.End();
                this.refused.Add(1, new KeyValuePair<string, object?>("reason", "too_many_silent"));
            }

            connection.Features.Set(place);
            await next().ConfigureAwait(false);
        }
        finally
        {
            this.Leave(network);
        }
    }

    /// <summary>The first that every request meets: its connection is not silent any more.</summary>
    public static Task HearAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.Get<WaitingRoom.Place>()?.Leave();
        return next(context);
    }

    /// <inheritdoc/>
    public void Dispose() => this.meter.Dispose();

    private bool TryEnter(string network)
    {
        lock (this.sync)
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(this.open, network, out _);
            if (count >= this.mostOfAddress)
            {
                return false;
            }

            count++;
            return true;
        }
    }

    private void Leave(string network)
    {
        lock (this.sync)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(this.open, network) == 0)
            {
                this.open.Remove(network);
            }
        }
    }
}
