using System.Net.Sockets;
using TransitHub.Server.Commands;
using TransitHub.Server.Options;
using TransitHub.Server.Roles;
using TransitHub.Server.Security;

namespace TransitHub.Server.Hosting;

/// <summary>
/// Tries the ports before any work is done, so that whoever starts a hub beside another one hears of all of them at once and
/// which option chooses another. A port can still be taken in between; opening it then says so.
/// </summary>
internal static class PortCheck
{
    /// <summary>One line for each port that another program has.</summary>
    public static IEnumerable<string> FindTaken(HubOptions options)
    {
        List<(string Option, string Use, string Text)> ports = [("--http", "HTTP", options.Http), ("--grpc", "gRPC", options.Grpc)];
        if (options.Mqtt is null && RoleNames.Parse(options.Roles).Contains(RoleNames.Ingest))
        {
            ports.Add(("--mqtt-listen", "MQTT", options.MqttListen));
            if (options.MqttTlsListen is { } tls)
            {
                ports.Add(("--mqtts-listen", "MQTT with TLS", tls));
            }
        }

        foreach ((string option, string use, string text) in ports)
        {
            ListenAddress address = ListenAddress.Parse(text);
            if (address.Port != 0 && IsTaken(address))
            {
                yield return $"{text} ({use}) is taken by another program. Stop that program, or choose another port: {option} {text[..text.LastIndexOf(':')]}:PORT, where port 0 takes any free one.";
            }
        }
    }

    /// <summary>Ends a command whose ports another program has.</summary>
    /// <exception cref="CommandException">One or more are taken; the message names each.</exception>
    public static void Require(HubOptions options)
    {
        string[] taken = [.. FindTaken(options)];
        if (taken.Length > 0)
        {
            throw CommandException.WrongUse(string.Join(Environment.NewLine, taken));
        }
    }

    private static bool IsTaken(ListenAddress address)
    {
        using var socket = new Socket(address.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new System.Net.IPEndPoint(address.Address, address.Port));
            socket.Listen(1);
            return false;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            return true;
        }
        catch (SocketException)
        {
            // Not ours to explain: a port below 1024, an address of no interface. Opening it says what is wrong.
            return false;
        }
    }
}
