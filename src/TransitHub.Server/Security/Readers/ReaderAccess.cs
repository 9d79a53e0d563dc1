using TransitHub.Server.Options;

namespace TransitHub.Server.Security.Readers;

/// <summary>Finds out who asks: an operator, the holder of a key (X-Api-Key, or Authorization with Bearer), or an address.</summary>
internal sealed class ReaderAccess(ReaderOptions options, KeyRing ring)
{
    /// <summary>The header, and gRPC's metadata, of a key.</summary>
    public const string KeyHeader = "X-Api-Key";

    private const string Bearer = "Bearer ";

    /// <summary>Who gets nothing is bounded as well: each refusal costs something.</summary>
    private static readonly ReaderTier Refused = new() { Name = "refused", RequestsPerMinute = 60, Burst = 60 };

    /// <summary>Who asks; the same for each question of one request.</summary>
    public Reader Of(HttpContext context)
    {
        if (context.Features.Get<Reader>() is { } known)
        {
            return known;
        }

        Reader reader = this.Find(context);
        context.Features.Set(reader);
        return reader;
    }

    private Reader Find(HttpContext context)
    {
        string address = Reader.PartitionOf(context.Connection.RemoteIpAddress);
        if (TextOf(context.Request) is not { } text)
        {
            return OperatorAccess.IsOperator(context)
                ? Reader.Operator
                : options.Find(options.Anonymous) is { } guests
                    ? new Reader(address, guests, null, null)
                    : new Reader(address, Refused, null, $"Readers of this hub need a key: give it in {KeyHeader}. Whoever runs the hub hands them out.");
        }

        if (ring.Find(text) is not { } key || options.Find(key.Tier) is not { } tier)
        {
            return new Reader(address, options.Find(options.Anonymous) ?? Refused, null, "This key opens nothing: it is wrong, expired or revoked. Ask whoever runs the hub.");
        }

        return new Reader("key " + key.Id, tier, key.Id, null);
    }

    private static string? TextOf(HttpRequest request)
    {
        if (request.Headers[KeyHeader] is { Count: > 0 } given)
        {
            return given.ToString();
        }

        string authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
    }
}
