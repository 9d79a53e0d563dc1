using System.IO.Compression;

namespace TransitHub.Server.Upstream;

/// <summary>Reads bytes that others send, unpacked, up to a bound: what is small on the wire may be endless when it is unpacked.</summary>
internal static class BoundedBody
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Reads all of it; null: there is more than the bound, packed or unpacked.</summary>
    /// <param name="body">As it came.</param>
    /// <param name="coding">Content-Encoding: gzip, br, deflate, identity; null or empty as identity.</param>
    /// <param name="maxBytes">The bound.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It cannot be unpacked, or the coding is none of these.</exception>
    public static async Task<byte[]?> ReadAsync(Stream body, string? coding, int maxBytes, CancellationToken cancellation)
    {
        Stream? unpacked = (coding ?? string.Empty).Trim().ToLowerInvariant() switch
        {
            "" or "identity" => null,
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => throw new InvalidDataException($"the coding '{coding}' is not known"),
        };
        try
        {
            return await ReadAsync(unpacked ?? body, maxBytes, cancellation).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            // Brotli says so of bytes that are none.
            throw new InvalidDataException(exception.Message, exception);
        }
        finally
        {
            if (unpacked is not null)
            {
                await unpacked.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task<byte[]?> ReadAsync(Stream stream, int maxBytes, CancellationToken cancellation)
    {
        using var whole = new MemoryStream();
        byte[] chunk = new byte[ChunkBytes];
        while (await stream.ReadAsync(chunk, cancellation).ConfigureAwait(false) is > 0 and int read)
        {
            if (whole.Length + read > maxBytes)
            {
                return null;
            }

            whole.Write(chunk, 0, read);
        }

        return whole.ToArray();
    }
}
