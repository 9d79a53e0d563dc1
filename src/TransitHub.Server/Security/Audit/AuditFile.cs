using System.Text;
using TransitHub.Core.Storage;

namespace TransitHub.Server.Security.Audit;

/// <summary>
/// Who changed what, of what has no book with an audit of its own: one line of JSON for each change. Nothing in the product changes a line. Only its owner may
/// read it. The command line and a running hub may write at the same time.
/// </summary>
/// <param name="path">Where it lies; need not exist.</param>
internal sealed class AuditFile(string path) : IAuditTrail
{
    /// <summary>What it is called, in the data folder.</summary>
    public const string Name = "audit.jsonl";

    /// <summary>From this length on a new file is begun and the one before is kept beside it as .1: some ten thousands of changes, and at most twice as many.</summary>
    private const long MostBytes = 8 << 20;

    /// <summary>Where it lies.</summary>
    public string Path => path;

    /// <summary>Adds changes; on the disk when it returns.</summary>
    /// <exception cref="IOException">It cannot be written, or another one writes just now.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Append(params ReadOnlySpan<AuditedChange> changes)
    {
        using FileStream mine = PrivateFile.Lock(path);
        if (File.Exists(path) && new FileInfo(path).Length >= MostBytes)
        {
            File.Move(path, path + ".1", overwrite: true);
        }

        // The end of the line comes first: half a line that a crash left spoils no other.
        StringBuilder lines = new();
        foreach (AuditedChange change in changes)
        {
            lines.Append('\n').Append(change.Encode());
        }

        PrivateFile.Append(path, Encoding.UTF8.GetBytes(lines.ToString()));
    }

    /// <summary>The newest changes, the newest first.</summary>
    /// <param name="count">How many at most, from 1.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<AuditedChange> Read(int count)
    {
        var newest = new Queue<AuditedChange>(count);
        foreach (AuditedChange change in new[] { path + ".1", path }.Where(File.Exists).SelectMany(ReadLines).Select(AuditedChange.Decode).OfType<AuditedChange>())
        {
            if (newest.Count == count)
            {
                newest.Dequeue();
            }

            newest.Enqueue(change);
        }

        return [.. newest.Reverse()];
    }

    /// <inheritdoc/>
    public Task AppendAsync(AuditedChange change, CancellationToken cancellation)
    {
        try
        {
            this.Append(change);
            return Task.CompletedTask;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditedChange>> ReadAsync(int count, CancellationToken cancellation) => Task.FromResult(this.Read(count));

    /// <summary>The audit in the folder of a file.</summary>
    public static AuditFile Beside(string file) => new(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!, Name));

    private static IEnumerable<string> ReadLines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
