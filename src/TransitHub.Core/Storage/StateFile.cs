using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace TransitHub.Core.Storage;

/// <summary>What a <see cref="StateFile"/> holds.</summary>
/// <param name="Content">The bytes last written; null: there are none that can be used.</param>
/// <param name="Problem">Why not, in one sentence with the remedy; null also where there is simply no file yet.</param>
public readonly record struct StateFileContent(byte[]? Content, string? Problem);

/// <summary>
/// A file that holds one state, replaced as a whole: a reader finds the former content or the new one, never a mixture, also
/// when the writer is killed in between. What it holds can be learned again from the log, so a damaged file is a loss of
/// time and not of data. README.md has the bytes.
/// </summary>
public static class StateFile
{
    private const uint Version = 1;
    private const int HeaderSize = 24;
    private const int HashSize = sizeof(ulong);

    private static ReadOnlySpan<byte> Magic => "THSTATE\0"u8;

    /// <summary>Replaces the file's content and returns when the new one is on the disk.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="content">The state, in a form of the caller's.</param>
    /// <exception cref="IOException">It cannot be written; the former content stands.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[] bytes = new byte[HeaderSize + content.Length + HashSize];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), content.Length);
        content.CopyTo(bytes.AsSpan(HeaderSize));
        Span<byte> hash = bytes.AsSpan(HeaderSize + content.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(hash, XxHash3.HashToUInt64(bytes.AsSpan(0, bytes.Length - HashSize)));
        string next = path + ".new";
        using (SafeFileHandle handle = File.OpenHandle(next, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(handle, bytes, 0);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <summary>Reads it.</summary>
    /// <param name="path">The file; need not exist.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static StateFileContent Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
        {
            return default;
        }

        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < HeaderSize + HashSize || !bytes.AsSpan().StartsWith(Magic))
        {
            return Unusable($"{path} is no state file; it is replaced.");
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8));
        if (version != Version)
        {
            return Unusable($"{path} is of format {version} and this hub reads {Version}: it was written by a newer hub; it is replaced.");
        }

        ReadOnlySpan<byte> hashed = bytes.AsSpan(0, bytes.Length - HashSize);
        bool isWhole = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)) == hashed.Length - HeaderSize
            && BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(hashed.Length)) == XxHash3.HashToUInt64(hashed);
        return isWhole ? new StateFileContent(hashed[HeaderSize..].ToArray(), null) : Unusable($"{path} is damaged: its checksum does not fit its content; it is replaced.");
    }

    private static StateFileContent Unusable(string problem) => new(null, problem);
}
