using System.Net;
using System.Net.Sockets;

namespace TransitHub.Server.Upstream;

/// <summary>
/// Where another agency may lead the hub by a redirect, or a provider of OpenID Connect by its documents. The operator chose its first address, be it inside the operator's own
/// network; from one outside nobody is led inside, whatever the name resolves to when the connection is made.
/// </summary>
/// <param name="first">The host that the operator named.</param>
/// <param name="resolve">Finds a host's addresses.</param>
internal sealed class Reach(string first, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
            "::/127", "64:ff9b::/96", "64:ff9b:1::/48", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private volatile bool isFirstOutside;

    /// <summary>The addresses of a host that may be connected to.</summary>
    /// <exception cref="IOException">There are none.</exception>
    public async Task<IPAddress[]> OfAsync(string host, CancellationToken stop)
    {
        IPAddress[] all = await resolve(host, stop).ConfigureAwait(false);
        if (string.Equals(host, first, StringComparison.OrdinalIgnoreCase))
        {
            this.isFirstOutside = all.All(IsOutside);
            return all;
        }

        IPAddress[] open = this.isFirstOutside ? [.. all.Where(IsOutside)] : all;
        return open.Length > 0 ? open : throw new IOException($"it redirects to '{host}', which is inside a network that is not the agency's");
    }

    /// <summary>Connects to one of them.</summary>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken stop)
    {
        IPAddress[] addresses = await this.OfAsync(target.Host, stop).ConfigureAwait(false);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, stop).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// True: an address that anybody may have. Not so are those of IANA's registries of special addresses that lead to this machine, its network, or nobody.
    /// </summary>
    public static bool IsOutside(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return !Inside.Any(network => network.Contains(address));
    }
}
