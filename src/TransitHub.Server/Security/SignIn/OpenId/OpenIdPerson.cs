using System.Security.Claims;
using System.Text.Json;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security.SignIn.OpenId;

/// <summary>Somebody as a provider tells of them.</summary>
/// <param name="Name">As audits have it, <c>name@provider</c>: nobody of a provider passes for an operator of the hub's own, or of another provider.</param>
/// <param name="RoleValues">The values of the claim that says who has which role.</param>
/// <param name="Subject">The provider's own name of them, which never changes; empty: it has none.</param>
internal sealed record OpenIdPerson(string Name, IReadOnlyList<string> RoleValues, string Subject)
{
    private const int LongestName = 100;
    private const int MostValues = 1_000;

    /// <summary>Reads what the ID token and the user info said; null: nobody can be called so.</summary>
    public static OpenIdPerson? Of(ClaimsPrincipal principal, OpenIdProvider provider) =>
        (NameOf(principal, provider.NameClaim) ?? NameOf(principal, "sub")) is not { } name
            ? null
            : new OpenIdPerson($"{name}@{provider.Name}", [.. ValuesOf(principal, provider.RoleClaim).Distinct(StringComparer.Ordinal).Take(MostValues)], principal.FindFirst("sub")?.Value ?? string.Empty);

    /// <summary>The claims of a JSON object, each value of a list as one. What is no text (half of a character, <c>"\ud800"</c>) is none.</summary>
    public static IEnumerable<Claim> ClaimsOf(JsonElement from) => from.ValueKind == JsonValueKind.Object
        ? from.EnumerateObject().Where(p => TextIn(() => p.Name) is not null).SelectMany(p => TextsOf(p.Value).Select(text => new Claim(p.Name, text)))
        : [];

    private static string? NameOf(ClaimsPrincipal principal, string claim) =>
        ValuesOf(principal, claim).FirstOrDefault(v => v.Length <= LongestName && !string.IsNullOrWhiteSpace(v) && !v.Any(char.IsControl));

    /// <summary>A claim may have dots in its name, as those that are URLs; if there is none of that name, the dot leads into an object.</summary>
    private static IEnumerable<string> ValuesOf(ClaimsPrincipal principal, string claim)
    {
        string[] plain = [.. principal.FindAll(claim).Select(c => c.Value)];
        int dot = claim.IndexOf('.', StringComparison.Ordinal);
        return plain.Length > 0 || dot < 0
            ? plain
            : principal.FindAll(claim[..dot]).SelectMany(c => ValuesWithin(c.Value, claim[(dot + 1)..]));
    }

    private static IEnumerable<string> ValuesWithin(string json, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement at = document.RootElement;
            foreach (string step in path.Split('.'))
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
                {
                    return [];
                }
            }

            return [.. TextsOf(at)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<string> TextsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Select(TextOf).OfType<string>(),
        JsonValueKind.Null => [],
        _ => TextOf(value) is { } text ? [text] : [],
    };

    private static string? TextOf(JsonElement value) => TextIn(() => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());

    private static string? TextIn(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
