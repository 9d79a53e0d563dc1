using TransitHub.Core.Ids;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Topics;

namespace TransitHub.Server.Security.Devices;

/// <summary>What one device proves itself with, and what it may do then: an entry of the credentials file.</summary>
internal sealed record DeviceCredential
{
    /// <summary>The longest user name, characters.</summary>
    public const int MaxUser = 128;

    /// <summary>User name, unique in the file; with a client certificate its common name or one of its DNS names.</summary>
    public required string User { get; init; }

    /// <summary>The feed that it publishes for.</summary>
    public required string Feed { get; init; }

    /// <summary>The id that it publishes under; null: a gateway, any id of the feed.</summary>
    public string? Id { get; init; }

    /// <summary>What it may publish: names of topics.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>The hash of its secret, see <see cref="DeviceSecret"/>; null: a client certificate alone.</summary>
    public string? SecretHash { get; init; }

    /// <summary>True: a client certificate in this name is as good as the secret.</summary>
    public bool Certificate { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it does not hold any more; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null: it was not. A revoked one stays, so that its name is known and not given again by an oversight.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Its own rate in place of the hub's, messages a second; null: the hub's.</summary>
    public double? MessagesPerSecond { get; init; }

    /// <summary>Its own rate in place of the hub's, bytes of payload a second; null: the hub's.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>The names of kinds, as topics have them.</summary>
    public static IReadOnlyList<string> KindNames { get; } = [.. Enum.GetNames<TopicKind>().Select(n => n.ToLowerInvariant())];

    /// <summary>What a device that reports of itself may publish unless it is said.</summary>
    public static IReadOnlyList<string> OrdinaryKinds { get; } = ["avl", "apc", "count", "passage", "status"];

    /// <summary>What it may publish unless it is said.</summary>
    /// <param name="isGateway">Whether it publishes under any id of the feed: such a one may be a receiver of ships' positions, too.</param>
    public static IReadOnlyList<string> KindsOf(bool isGateway) => isGateway ? [.. OrdinaryKinds, "ais"] : OrdinaryKinds;

    /// <summary>valid, expired or revoked.</summary>
    public string StateAt(DateTimeOffset now) => this.RevokedAt is not null ? "revoked" : this.ExpiresAt <= now ? "expired" : "valid";

    /// <summary>What is wrong with it; null: nothing.</summary>
    /// <param name="limits">The hub's limits.</param>
    public string? FindProblem(DeviceLimits limits) =>
        FindWrongUser(this.User) is { } user ? user
        : !FeedId.TryParse(this.Feed, out _) ? $"'{this.Feed}' is no feed id"
        : this.Id is not null && !DeviceId.TryParse(this.Id, out _) ? $"'{this.Id}' is no device id: 1 to {DeviceId.MaxLength} characters without / + # and control characters"
        : this.Kinds.Any(k => !KindNames.Contains(k)) ? $"'{this.Kinds.First(k => !KindNames.Contains(k))}' is no kind: use {string.Join(", ", KindNames)}"
        : this.Kinds.Count == 0 ? "it may publish nothing: give it kinds"
        : this.Id is not null && this.Kinds.FirstOrDefault(k => k is "hfp" or "ais") is { } many ? $"messages of kind {many} say themselves which vehicle they are of, so only a gateway may publish them"
        : this.SecretHash is null && !this.Certificate ? "it has neither a secret nor a certificate"
        : this.SecretHash is not null && !DeviceSecret.IsWellFormed(this.SecretHash) ? "its secret_hash is none that the hub made"
        : this.LimitsOf(limits).Check() is [var wrong, ..] ? wrong
        : null;

    /// <summary>True: the other says the same; a record alone would compare its list of kinds by place in memory.</summary>
    public bool IsSame(DeviceCredential other) => this.Kinds.SequenceEqual(other.Kinds, StringComparer.Ordinal) && this with { Kinds = other.Kinds } == other;

    /// <summary>What is wrong with a user name; null: nothing.</summary>
    public static string? FindWrongUser(string user) =>
        user.Length is < 1 or > MaxUser || user.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ':' or '+' or '#' or '/')
            ? $"the user name '{user}' must have 1 to {MaxUser} characters without : + # / and spaces; where the id has some, give it a user name of its own (user; --user on the command line)"
            : null;

    /// <summary>The limits that hold for it.</summary>
    public DeviceLimits LimitsOf(DeviceLimits hub)
    {
        double rate = this.MessagesPerSecond ?? hub.MessagesPerSecond;
        double bytes = this.BytesPerSecond ?? hub.BytesPerSecond;
        return hub with
        {
            MessagesPerSecond = rate,
            BytesPerSecond = bytes,
            MessageBurst = this.MessagesPerSecond is null ? hub.MessageBurst : (int)Math.Clamp(rate * 60, hub.MessageBurst, 1_000_000),
            ByteBurst = this.BytesPerSecond is null ? hub.ByteBurst : (int)Math.Clamp(bytes * 16, hub.ByteBurst, 1_000_000_000),
        };
    }
}
