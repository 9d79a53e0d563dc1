using System.IO.Hashing;
using StackExchange.Redis;
using TransitHub.Redis.Connection;

namespace TransitHub.Redis.Content;

/// <summary>
/// Large values in parts, so that none holds Redis up for long. A value is written under a key of its own that expires, and kept once the account of its store
/// points to it. One that was replaced stays for five seconds more; a reader that is slower finds parts missing and asks the account again.
/// </summary>
internal sealed class RedisContent(RedisConnection connection)
{
    /// <summary>Size of a part, bytes: about a millisecond of Redis's time.</summary>
    public const int PartBytes = 1 << 20;

    /// <summary>How long parts are kept that nothing points to yet, milliseconds: longer than any call is tried again.</summary>
    public const long UncommittedMilliseconds = 2 * 3600 * 1000;

    /// <summary>How many parts are on their way at once: they share the wait for the disk.</summary>
    private const int PartsUnderWay = 8;

    /// <summary>How many parts a value of a length has; at least one.</summary>
    public static int PartsOf(int length) => Math.Max(1, (length + PartBytes - 1) / PartBytes);

    /// <summary>A checksum over a whole value, as text.</summary>
    public static string Checksum(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(XxHash3.Hash(content));

    /// <summary>Writes all parts.</summary>
    public async Task WriteAsync(string what, RedisKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        foreach (int[] together in Enumerable.Range(0, PartsOf(content.Length)).Chunk(PartsUnderWay))
        {
            await Task.WhenAll(together.Select(part =>
            {
                ReadOnlyMemory<byte> bytes = content.Slice(part * PartBytes, Math.Min(PartBytes, content.Length - (part * PartBytes)));
                return connection.RunAsync(what, RedisScript.ContentPart, [key], [part, bytes, UncommittedMilliseconds], cancellationToken);
            })).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a value; null when a part is missing, because it was replaced meanwhile.</summary>
    public async Task<byte[]?> ReadAsync(string what, RedisKey key, int parts, int length, CancellationToken cancellationToken)
    {
        byte[] content = GC.AllocateUninitializedArray<byte>(length);
        int at = 0;
        for (int part = 0; part < parts; part++)
        {
            RedisValue bytes = await connection.RunAsync(what, d => d.HashGetAsync(key, part), cancellationToken).ConfigureAwait(false);
            ReadOnlyMemory<byte> memory = bytes;
            if (bytes.IsNull || memory.Length > length - at)
            {
                return null;
            }

            memory.CopyTo(content.AsMemory(at));
            at += memory.Length;
        }

        return at == length ? content : null;
    }
}
