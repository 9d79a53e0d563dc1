using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TransitHub.Server.Security.Audit;

/// <summary>One change that somebody made through the product.</summary>
/// <param name="At">When, Unix seconds.</param>
/// <param name="Who">The operator, the command line and its user, or the provider of OpenID Connect.</param>
/// <param name="What">What was done to it: add, rotate, revoke, edit, remove; to a session: role, end.</param>
/// <param name="Of">What kind of thing it is: key, device, session.</param>
/// <param name="Id">Which one.</param>
/// <param name="Before">What was there, without anything that opens; null: nothing.</param>
/// <param name="After">What is there, without anything that opens; null: nothing.</param>
internal sealed record AuditedChange(long At, string Who, string What, string Of, string Id, JsonNode? Before, JsonNode? After)
{
    /// <summary>How the audit is written, and what it tells of.</summary>
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Who changes what is changed without an operator: whoever uses the command line.</summary>
    public static string CommandLine => "command line: " + Environment.UserName;

    /// <summary>It as a line of JSON.</summary>
    public string Encode() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a line; null: it is none.</summary>
    public static AuditedChange? Decode(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<AuditedChange>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
