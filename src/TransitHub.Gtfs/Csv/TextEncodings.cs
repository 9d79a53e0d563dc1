using System.Text;

namespace TransitHub.Gtfs.Csv;

/// <summary>Makes UTF-8 without byte order mark of whatever encoding a file's first bytes show.</summary>
internal static class TextEncodings
{
    /// <summary>Wraps the stream; <paramref name="found"/> names an encoding that GTFS does not allow, or is null.</summary>
    public static Stream ToUtf8(Stream stream, out string? found)
    {
        var head = new byte[4];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var start = head.AsSpan(0, length);
        found = null;
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return new PrefixedStream(head.AsMemory(3, length - 3), stream);
        }

        var (encoding, skip) = Utf16(start);
        if (encoding is null)
        {
            return new PrefixedStream(head.AsMemory(0, length), stream);
        }

        found = encoding.WebName;
        var rest = new PrefixedStream(head.AsMemory(skip, length - skip), stream);
        return Encoding.CreateTranscodingStream(rest, encoding, new UTF8Encoding(false));
    }

    private static (Encoding? Encoding, int Skip) Utf16(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xFE, ..] => (new UnicodeEncoding(false, false), 2),
        [0xFE, 0xFF, ..] => (new UnicodeEncoding(true, false), 2),
        [not 0, 0, not 0, 0] => (new UnicodeEncoding(false, false), 0),
        [0, not 0, 0, not 0] => (new UnicodeEncoding(true, false), 0),
        _ => (null, 0),
    };
}
