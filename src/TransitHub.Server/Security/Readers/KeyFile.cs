using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json;
using TransitHub.Core.Storage;
using TransitHub.Server.Security.Audit;

namespace TransitHub.Server.Security.Readers;

/// <summary>
/// The file of the readers' keys. Only its owner may read it, and it is replaced as a whole. The command line and a running hub may change it at the same time: each
/// change holds a lock file. Each has a line in the audit beside it, which is written first: no change is without one.
/// </summary>
/// <param name="path">Where it lies; need not exist.</param>
internal sealed class KeyFile(string path)
{
    /// <summary>More keys than this are refused: each has a line of its own in the metrics.</summary>
    public const int MostKeys = 10_000;

    private const int MostNameLength = 100;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Where it lies.</summary>
    public string Path => path;

    /// <summary>Who changed which key.</summary>
    public AuditFile Audit { get; } = AuditFile.Beside(path);

    /// <summary>The keys; none when there is no file.</summary>
    /// <exception cref="KeyFileException">It cannot be read.</exception>
    public ImmutableArray<ReaderKey> Read()
    {
        try
        {
            ReaderKey?[] keys = File.Exists(path) ? JsonSerializer.Deserialize<ReaderKey?[]>(File.ReadAllBytes(path), Json) ?? [] : [];

            // The reader of JSON gives null for what is not there, whatever the type says.
            return keys.All(k => k is { Id: not null, Name: not null, Tier: not null, Hash: not null })
                ? [.. keys.OfType<ReaderKey>()]
                : throw new JsonException("An entry is no key: each has id, name, tier and hash.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The file of the readers' keys {path} cannot be read: {exception.Message} Restore it from a copy, or remove it and make new keys.", exception);
        }
    }

    /// <summary>Adds a key; <c>who</c> is the operator, or null: whoever uses the command line.</summary>
    /// <returns>What is kept, and the text for its holder.</returns>
    /// <exception cref="KeyFileException">It cannot be written, or what is asked for cannot be.</exception>
    public (ReaderKey Key, string Text) Add(string name, string tier, long now, long? expiresAt, string? who = null)
    {
        Check(name, now, expiresAt);
        (ReaderKey Key, string Text) made = ReaderKey.Create(name, tier, now, expiresAt);
        this.Change(who, "add", now, keys => keys.Length < MostKeys
            ? (null, made.Key)
            : throw new KeyFileException($"There are {MostKeys} keys, which is all there may be. Remove revoked ones from {path}."));
        return made;
    }

    /// <summary>Gives a key another secret, and another name and tier if they are given; one that was revoked or is expired is good again.</summary>
    /// <exception cref="KeyFileException">There is no such key, or it cannot be written.</exception>
    public (ReaderKey Key, string Text) Rotate(string id, long now, long? expiresAt, string? name = null, string? tier = null, string? who = null)
    {
        (ReaderKey Key, string Text) made = default;
        this.Replace(who, "rotate", now, id, key =>
        {
            Check(name ?? key.Name, now, expiresAt);
            return (made = (key with { Name = name ?? key.Name, Tier = tier ?? key.Tier }).Rotate(now, expiresAt)).Key;
        });
        return made;
    }

    /// <summary>Makes a key worth nothing; it stays in the list.</summary>
    /// <exception cref="KeyFileException">There is no such key, or it cannot be written.</exception>
    public ReaderKey Revoke(string id, long now, string? who = null)
    {
        ReaderKey? revoked = null;
        this.Replace(who, "revoke", now, id, key => revoked = key with { RevokedAt = key.RevokedAt ?? now });
        return revoked!;
    }

    private static void Check(string name, long now, long? expiresAt)
    {
        if (name.Trim().Length == 0 || name.Length > MostNameLength || name.Any(char.IsControl))
        {
            throw new KeyFileException($"A key needs the name of its holder: 1 to {MostNameLength} characters, none of them a control character.");
        }

        if (expiresAt <= now)
        {
            throw new KeyFileException("The key would be expired before it is used: give a later time.");
        }
    }

    private void Replace(string? who, string what, long now, string id, Func<ReaderKey, ReaderKey> change) => this.Change(who, what, now, keys =>
        keys.FirstOrDefault(k => k.Id == id) is { } key ? (key, change(key)) : throw new KeyFileException($"There is no key '{id}'. 'transithub key list' shows those there are.") { Missing = id });

    private void Change(string? who, string what, long now, Func<ImmutableArray<ReaderKey>, (ReaderKey? Before, ReaderKey After)> change)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            using FileStream mine = PrivateFile.Lock(path);
            ImmutableArray<ReaderKey> keys = this.Read();
            (ReaderKey? before, ReaderKey after) = change(keys);
            PrivateFile.Replace(
                path,
                next => JsonSerializer.Serialize(next, before is null ? keys.Add(after) : keys.Replace(before, after), Json),
                () => this.Audit.Append(new AuditedChange(now, who ?? AuditedChange.CommandLine, what, "key", after.Id, Tell(before), Tell(after))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The file of the readers' keys {path} cannot be changed: {exception.Message} Try again, and see that the folder can be written.", exception);
        }
    }

    /// <summary>A key without what its secret is kept by.</summary>
    private static JsonNode? Tell(ReaderKey? key) =>
        key is null ? null : JsonSerializer.SerializeToNode(new { key.Name, key.Tier, key.CreatedAt, key.ExpiresAt, key.RevokedAt }, Json);
}
