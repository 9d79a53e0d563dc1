using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using StackExchange.Redis;

namespace TransitHub.Redis.Connection;

/// <summary>Where Redis is and who we are there.</summary>
/// <param name="Hosts">Host and port of each node that was named.</param>
/// <param name="User">The user; null: the default one.</param>
/// <param name="Password">The password; null: none.</param>
/// <param name="Tls">Whether to encrypt.</param>
internal sealed record RedisAddress(IReadOnlyList<(string Host, int Port)> Hosts, string? User, string? Password, bool Tls)
{
    private const int DefaultPort = 6379;

    /// <summary>Reads the form that <see cref="RedisOptions.Address"/> describes.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RedisAddress? address)
    {
        address = null;
        string[] parts = (text ?? string.Empty).Split("://", 2);
        bool tls = parts.Length == 2 && parts[0].Equals("rediss", StringComparison.OrdinalIgnoreCase);
        if (parts.Length == 2 && !tls && !parts[0].Equals("redis", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        string rest = parts[^1].TrimEnd('/');
        int at = rest.LastIndexOf('@');
        string[] login = at < 0 ? [] : rest[..at].Split(':', 2);
        List<(string Host, int Port)> hosts = [];
        foreach (string node in rest[(at + 1)..].Split(','))
        {
            if (!TryParseNode(node, out (string Host, int Port) host))
            {
                return false;
            }

            hosts.Add(host);
        }

        address = new RedisAddress(hosts, Unescape(login.ElementAtOrDefault(0)), Unescape(login.ElementAtOrDefault(1)), tls);
        return true;
    }

    /// <summary>As the client library wants it.</summary>
    public ConfigurationOptions ToConfiguration()
    {
        ConfigurationOptions configuration = new()
        {
            User = this.User,
            Password = this.Password,
            Ssl = this.Tls,
            AbortOnConnectFail = false,
            // INFO counts as an administrator's command.
            AllowAdmin = true,
            // What waits is ours to hold and to try again: the library would send it late, after we gave it up.
            BacklogPolicy = BacklogPolicy.FailFast,
            ConnectTimeout = 5000,
            AsyncTimeout = 10_000,
            SyncTimeout = 10_000,
            KeepAlive = 10,
            ReconnectRetryPolicy = new LinearRetry(500),
            ClientName = "transithub",
        };
        foreach ((string host, int port) in this.Hosts)
        {
            configuration.EndPoints.Add(host, port);
        }

        return configuration;
    }

    /// <summary>Without user and password, for messages.</summary>
    public override string ToString() => string.Join(',', this.Hosts.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Host}:{h.Port}")));

    private static string? Unescape(string? part) => string.IsNullOrEmpty(part) ? null : Uri.UnescapeDataString(part);

    private static bool TryParseNode(string text, out (string Host, int Port) node)
    {
        node = default;
        int colon = text.EndsWith(']') ? -1 : text.LastIndexOf(':');
        string host = (colon < 0 ? text : text[..colon]).Trim('[', ']');
        int port = DefaultPort;
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown
            || (colon >= 0 && (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65_535)))
        {
            return false;
        }

        node = (host, port);
        return true;
    }
}
