using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace TransitHub.Core.Storage.Segments;

/// <summary>The segment file being written. Tests derive from it to make a disk fail.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "Tests derive from it.")]
internal class SegmentFile : IDisposable
{
    private readonly SafeFileHandle handle;

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public SegmentFile(string path)
    {
        this.Path = path;
        this.handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Writes all the bytes at the place, or throws.</summary>
    public virtual void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(this.handle, bytes, offset);

    /// <summary>Returns when all that was written is on the disk, the file's new length with it.</summary>
    public virtual void FlushToDisk() => RandomAccess.FlushToDisk(this.handle);

    /// <summary>Cuts the file off.</summary>
    public void Cut(long length) => RandomAccess.SetLength(this.handle, length);

    /// <inheritdoc/>
    public void Dispose()
    {
        this.Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            this.handle.Dispose();
        }
    }
}
