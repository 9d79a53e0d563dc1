using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using TransitHub.Server.Security.Audit;

namespace TransitHub.Server.Security.Readers;

/// <summary>A change of one key.</summary>
/// <param name="What">add, rotate, revoke or import.</param>
/// <param name="Before">It before; null: there was none.</param>
/// <param name="After">It afterwards.</param>
internal sealed record KeyEdit(string What, ReaderKey? Before, ReaderKey After)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The keys with it.</summary>
    public ImmutableArray<ReaderKey> ApplyTo(ImmutableArray<ReaderKey> keys) => this.Before is null ? keys.Add(this.After) : keys.Replace(this.Before, this.After);

    /// <summary>It as the audit has it.</summary>
    public AuditedChange Audited(string? who, long now) =>
        new(now, who ?? AuditedChange.CommandLine, this.What, "key", this.After.Id, Tell(this.Before), Tell(this.After));

    /// <summary>A key without what its secret is kept by.</summary>
    private static JsonNode? Tell(ReaderKey? key) =>
        key is null ? null : JsonSerializer.SerializeToNode(new { key.Name, key.Tier, key.CreatedAt, key.ExpiresAt, key.RevokedAt }, Json);
}
