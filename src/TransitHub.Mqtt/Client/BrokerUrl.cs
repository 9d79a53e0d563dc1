using System.Diagnostics.CodeAnalysis;

namespace TransitHub.Mqtt.Client;

/// <summary>Where an outside broker is, as one URL says it.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="UseTls">True for <c>mqtts</c>.</param>
/// <param name="UserName">Null: none.</param>
/// <param name="Password">Null: none.</param>
public sealed record BrokerUrl(string Host, int Port, bool UseTls, string? UserName, string? Password)
{
    /// <summary>Reads <c>mqtt[s]://[user[:password]@]host[:port]</c>; user and password percent-encoded; ports 1883 and 8883 unless given.</summary>
    /// <param name="text">The URL.</param>
    /// <param name="url">What it says.</param>
    /// <param name="problem">What is wrong, without the password.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out BrokerUrl? url, [NotNullWhen(false)] out string? problem)
    {
        url = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("mqtt" or "mqtts"))
        {
            problem = "a broker is given as mqtt://host:port or mqtts://user:password@host:port";
            return false;
        }

        if (uri.Host.Length == 0 || uri.Port == 0)
        {
            problem = "the broker's URL names no host, or port 0";
            return false;
        }

        if (uri.PathAndQuery is not ("" or "/") || uri.Fragment.Length > 0)
        {
            problem = "the broker's URL ends with its port: MQTT has no path, query or fragment (write # in a password as %23)";
            return false;
        }

        string[] user = uri.UserInfo.Split(':', 2);
        bool tls = uri.Scheme == "mqtts";
        int standardPort = tls ? 8883 : 1883;
        url = new BrokerUrl(
            uri.Host.Trim('[', ']'),
            uri.Port > 0 ? uri.Port : standardPort,
            tls,
            user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null);
        problem = null;
        return true;
    }

    /// <summary>For people and logs: without user and password.</summary>
    public override string ToString() => $"{(this.UseTls ? "mqtts" : "mqtt")}://{this.Host}:{this.Port}";
}
