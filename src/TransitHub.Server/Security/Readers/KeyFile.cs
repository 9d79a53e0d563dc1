using System.Collections.Immutable;
using System.Text.Json;
using TransitHub.Core.Storage;
using TransitHub.Server.Security.Audit;

namespace TransitHub.Server.Security.Readers;

/// <summary>
/// The file of the readers' keys. Only its owner may read it, and it is replaced as a whole. The command line and a running hub may change it at the same time: each
/// change holds a lock file. Each has a line in the audit beside it, which is written first: no change is without one.
/// </summary>
/// <param name="path">Where it lies; need not exist.</param>
internal sealed class KeyFile(string path) : IKeyStore
{
    private readonly Lock looking = new();
    private ImmutableArray<ReaderKey> known = [];
    private (DateTime WrittenAt, long Length) stamp;

    /// <summary>Where it lies.</summary>
    public string Path => path;

    /// <summary>Who changed which key.</summary>
    public AuditFile Audit { get; } = AuditFile.Beside(path);

    /// <inheritdoc/>
    public ImmutableArray<ReaderKey> Known()
    {
        lock (this.looking)
        {
            (DateTime, long) now = PrivateFile.Stamp(path);
            if (now != this.stamp)
            {
                this.known = this.Read();
                this.stamp = now;
            }

            return this.known;
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ReaderKey>> ReadAsync(CancellationToken cancellation) => Task.FromResult(this.Read());

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditedChange>> ReadAuditAsync(int count, CancellationToken cancellation) => Task.FromResult(this.Audit.Read(count));

    /// <inheritdoc/>
    public Task ChangeAsync(string? who, long now, Func<ImmutableArray<ReaderKey>, KeyEdit> edit, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            using FileStream mine = PrivateFile.Lock(path);
            ImmutableArray<ReaderKey> keys = this.Read();
            KeyEdit made = edit(keys);
            PrivateFile.Replace(path, next => next.Write(KeyDocument.Encode(made.ApplyTo(keys))), () => this.Audit.Append(made.Audited(who, now)));
            return Task.CompletedTask;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"The file of the readers' keys {path} cannot be changed: {exception.Message} Try again, and see that the folder can be written.", exception);
        }
    }

    /// <summary>The keys; none when there is no file.</summary>
    /// <exception cref="KeyStoreException">It cannot be read.</exception>
    public ImmutableArray<ReaderKey> Read()
    {
        try
        {
            return File.Exists(path) ? KeyDocument.Decode(File.ReadAllBytes(path)) : [];
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"The file of the readers' keys {path} cannot be read: {exception.Message} Restore it from a copy, or remove it and make new keys.", exception);
        }
    }
}
