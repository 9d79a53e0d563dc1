using System.Text.Json;
using TransitHub.Core.Storage.Books;

namespace TransitHub.Server.Statics;

/// <summary>What all processes of a scaled-out hub know of a feed's static versions: one document in the storage. Immutable.</summary>
internal sealed record StaticBook
{
    /// <summary>Zips that the storage keeps besides one that is to come into service: the one in service, and the way back.</summary>
    public const int Kept = 3;

    /// <summary>Versions whose names are kept: a file that one process still has in its settings is known as an old one for years.</summary>
    public const int Known = 200;

    /// <summary>Nothing was ever brought into service while the hub ran: each process has what its settings name.</summary>
    public static StaticBook None { get; } = new();

    /// <summary>The versions whose zips the storage has, the one in service first.</summary>
    public IReadOnlyList<StaticVersion> Versions { get; init; } = [];

    /// <summary>Content hashes of all that were in service, the newest first.</summary>
    public IReadOnlyList<string> Served { get; init; } = [];

    /// <summary>Content hash of the version that the one in service stands instead of, since an operator went back; null: it is the source's.</summary>
    public string? Over { get; init; }

    /// <summary>What is being brought into service; null: nothing.</summary>
    public StaticTurn? Turn { get; init; }

    /// <summary>What became of the last one; null: there was none.</summary>
    public StaticEvent? Last { get; init; }

    /// <summary>The one in service; null: each process has what its settings name.</summary>
    public StaticVersion? InService => this.Versions.Count > 0 ? this.Versions[0] : null;

    /// <summary>Whether a version is or was in service: a file with it is no news.</summary>
    public bool IsKnown(string contentHash) => this.Served.Contains(contentHash, StringComparer.Ordinal) || this.Mentions(contentHash);

    /// <summary>Whether the storage has its zip.</summary>
    public bool Mentions(string contentHash) => this.Turn?.Version.ContentHash == contentHash || this.Versions.Any(v => v.ContentHash == contentHash);

    /// <summary>With what is being brought in put into service.</summary>
    public StaticBook Finish(StaticTurn done, long at) => this with
    {
        Turn = null,
        Over = done.IsRollback ? this.Over ?? this.InService?.ContentHash : null,
        Versions = [.. this.Versions.Where(v => v.ContentHash != done.Version.ContentHash).Prepend(done.Version).Take(Kept)],
        Served = [.. this.Served.Where(v => v != done.Version.ContentHash).Prepend(done.Version.ContentHash).Take(Known)],
        Last = new StaticEvent(at, done.IsRollback ? "rolled_back" : "published", done.Version.Version, done.Version.ContentHash, done.By, done.Why, done.LetPass, done.Id, this.InService?.Version),
    };

    /// <summary>With what is being brought in given up.</summary>
    public StaticBook GiveUp(StaticTurn failed, string reason, long at) => this with
    {
        Turn = null,
        Last = new StaticEvent(at, "failed", failed.Version.Version, failed.Version.ContentHash, failed.By, failed.Why, [reason], failed.Id),
    };

    /// <summary>Of the storage's document.</summary>
    /// <exception cref="IOException">It is none.</exception>
    public static StaticBook Of(BookDocument document)
    {
        try
        {
            return JsonSerializer.Deserialize<StaticBook>(document.Text) ?? None;
        }
        catch (JsonException exception)
        {
            throw new IOException($"What the storage has of the static versions cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>As the storage has it.</summary>
    public string Write() => JsonSerializer.Serialize(this);
}

/// <summary>A version that all processes are to go over to.</summary>
/// <param name="Id">Names the change.</param>
/// <param name="Version">The version; the storage has its zip.</param>
/// <param name="By">Who asked.</param>
/// <param name="Why">Why.</param>
/// <param name="At">When, Unix seconds.</param>
/// <param name="IsRollback">An operator chose a kept version, so it stays while the source does.</param>
/// <param name="LetPass">What an operator let pass.</param>
/// <param name="IsGoing">Every shard was ready, so each goes over as soon as it can, and it is not given up any more.</param>
internal sealed record StaticTurn(string Id, StaticVersion Version, string By, string Why, long At, bool IsRollback, IReadOnlyList<string> LetPass, bool IsGoing = false);
