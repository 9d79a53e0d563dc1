using System.Globalization;
using System.Net;

namespace TransitHub.Server.Security;

/// <summary>Where a server listens.</summary>
/// <param name="Address">The address; <see cref="IPAddress.Any"/> for all of them.</param>
/// <param name="Port">1 to 65535, or 0 for any free one.</param>
internal readonly record struct ListenAddress(IPAddress Address, int Port)
{
    /// <summary>True when only this machine reaches it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(this.Address);

    /// <summary>Reads <c>127.0.0.1:8080</c>, <c>localhost:8080</c>, <c>[::1]:8080</c>, <c>*:8080</c>.</summary>
    public static bool TryParse(string? text, out ListenAddress address)
    {
        address = default;
        int colon = (text ?? string.Empty).LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > IPEndPoint.MaxPort)
        {
            return false;
        }

        string host = text![..colon];
        IPAddress? ip = host switch
        {
            "localhost" => IPAddress.Loopback,
            "*" => IPAddress.Any,
            ['[', .. string inner, ']'] => IPAddress.TryParse(inner, out IPAddress? six) ? six : null,
            _ => !host.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(host, out IPAddress? four) ? four : null,
        };
        if (ip is null)
        {
            return false;
        }

        address = new ListenAddress(ip, port);
        return true;
    }

    /// <summary>Reads an address that was checked before.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ListenAddress Parse(string text) =>
        TryParse(text, out ListenAddress address) ? address : throw new FormatException($"'{text}' is no ADDRESS:PORT.");

    /// <inheritdoc/>
    public override string ToString() => new IPEndPoint(this.Address, this.Port).ToString();
}
