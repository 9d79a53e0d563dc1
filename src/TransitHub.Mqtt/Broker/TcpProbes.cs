using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace TransitHub.Mqtt.Broker;

/// <summary>
/// Finds out that a device vanished which asked for no MQTT keep alive (0): it is not bound to say anything, so its TCP is asked, and
/// that answers for as long as the device is there.
/// </summary>
internal static class TcpProbes
{
    /// <summary>Unanswered probes that end the connection; together they take half the silence, as with MQTT's own keep alive.</summary>
    private const int Probes = 5;

    /// <summary>The longest wait Linux takes, seconds.</summary>
    private const int LongestSilence = 32_767;

    /// <summary>Asks from now on.</summary>
    /// <param name="connection">A connection; one that is no TCP socket is left alone.</param>
    /// <param name="silenceSeconds">Asks after this silence, seconds.</param>
    public static void Begin(ConnectionContext connection, int silenceSeconds)
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            int silence = Math.Min(silenceSeconds, LongestSilence);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, silence);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Math.Max(1, silence / (2 * Probes)));
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
        }
    }
}
