using System.Net.Sockets;
using MQTTnet.Exceptions;

namespace TransitHub.Mqtt.Client;

/// <summary>Tells which failures of the client library mean that the broker is out of reach: try again, nothing is wrong with us.</summary>
internal static class LostConnection
{
    /// <summary>Whether the connection is gone, or could not be made.</summary>
    /// <remarks>The client lets go of its socket when the connection ends; a call that is about to send just then fails on the null.</remarks>
    public static bool Is(Exception exception) =>
        exception is MqttCommunicationException or SocketException or IOException or TimeoutException or ObjectDisposedException
        || exception is NullReferenceException { Source: nameof(MQTTnet) };
}
