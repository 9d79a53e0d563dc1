using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Storage.Books;

/// <summary>
/// The embedded form: a <see cref="StateFile"/> such as <c>{data}/{feed}/alerts</c>, and beside it <c>alerts-audit</c>, a line for each change. The line is written
/// first, so that no change is without one, and only its owner may read it; a line of a version that the document never came to did not happen and is not told.
/// </summary>
/// <param name="data">The hub's data folder.</param>
/// <param name="name">The file's name, of <see cref="BookNames"/>.</param>
public sealed class LocalBookStore(string data, string name) : IBookStore
{
    private readonly Lock sync = new();

    /// <inheritdoc/>
    public ValueTask<long?> TryReplaceAsync(FeedId feed, string text, string audit, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audit);
        byte[] document = BookDocument.Encode(text);
        lock (this.sync)
        {
            if ((this.Read(feed)?.Version ?? 0) != expectedVersion)
            {
                return ValueTask.FromResult<long?>(null);
            }

            long version = expectedVersion + 1;
            Directory.CreateDirectory(Path.Combine(data, feed.ToString()));
            this.AppendAudit(feed, version, audit);
            byte[] bytes = new byte[sizeof(long) + document.Length];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, version);
            document.CopyTo(bytes, sizeof(long));
            StateFile.Write(this.PathOf(feed, name), bytes);
            return ValueTask.FromResult<long?>(version);
        }
    }

    /// <inheritdoc/>
    public ValueTask<BookDocument?> FindAsync(FeedId feed, long knownVersion, CancellationToken cancellationToken)
    {
        lock (this.sync)
        {
            return ValueTask.FromResult(this.Read(feed) is { } document && document.Version > knownVersion ? document : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditLine>> ReadAuditAsync(FeedId feed, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        lock (this.sync)
        {
            // Of two lines with one version the later one happened: the former's document was never written.
            long version = this.Read(feed)?.Version ?? 0;
            AuditLine[] lines = [.. this.ReadLines(feed).Where(l => l.Version <= version).Reverse().DistinctBy(l => l.Version).Take(count)];
            return ValueTask.FromResult<IReadOnlyList<AuditLine>>(lines);
        }
    }

    private void AppendAudit(FeedId feed, long version, string audit)
    {
        string path = this.PathOf(feed, name + "-audit");
        if (version % BookDocument.MostAuditLines == 0 && File.Exists(path))
        {
            // At most twice as many lines as are promised, and never fewer.
            File.Move(path, path + ".1", overwrite: true);
        }

        string line = string.Create(CultureInfo.InvariantCulture, $"\n{version}\t{audit.ReplaceLineEndings(" ")}");
        PrivateFile.Append(path, Encoding.UTF8.GetBytes(line));
    }

    private IEnumerable<AuditLine> ReadLines(FeedId feed)
    {
        string path = this.PathOf(feed, name + "-audit");
        foreach (string file in new[] { path + ".1", path }.Where(File.Exists))
        {
            foreach (string line in File.ReadLines(file))
            {
                string[] parts = line.Split('\t', 2);
                if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long version))
                {
                    yield return new AuditLine(version, parts[1]);
                }
            }
        }
    }

    private BookDocument? Read(FeedId feed)
    {
        string path = this.PathOf(feed, name);
        StateFileContent read = StateFile.Read(path);

        // What operators wrote cannot be learned again: it is never replaced because it cannot be read.
        return read.Problem is not null ? throw new IOException($"What operators wrote in {path} cannot be read. Put a copy back, or move the file away to begin with none.")
            : read.Content is { } bytes ? new BookDocument(BinaryPrimitives.ReadInt64LittleEndian(bytes), Encoding.UTF8.GetString(bytes.AsSpan(sizeof(long))))
            : null;
    }

    private string PathOf(FeedId feed, string file) => Path.Combine(data, feed.ToString(), file);
}
