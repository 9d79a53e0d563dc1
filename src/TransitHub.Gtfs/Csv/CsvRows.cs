using System.Numerics;
using System.Runtime.Intrinsics;

namespace TransitHub.Gtfs.Csv;

/// <summary>
/// Cuts a UTF-8 stream into rows and fields (RFC 4180 as GTFS uses it). Every byte sequence has a meaning, so nothing is
/// ever refused: LF, CRLF and a lone CR end a row, a quote inside an unquoted field is a character, text after a closing
/// quote belongs to the field, rows may have any number of fields, and rows without any character are skipped.
/// </summary>
/// <remarks>
/// The buffer is scanned once, 64 bytes at a time, for the four characters that matter; the bits that are left over are
/// carried from field to field. Spans given out are valid until the next <see cref="Read"/>. A row beyond
/// <see cref="MaxRowBytes"/> throws <see cref="InvalidDataException"/>, like a stream that is damaged.
/// </remarks>
internal sealed class CsvRows : IDisposable
{
    /// <summary>A quoted field may not be longer than this; beyond it the quote is taken for a stray character.</summary>
    public const int MaxQuotedBytes = 1 << 20;

    /// <summary>A row may not be longer than this; what is longer is no table.</summary>
    public const int MaxRowBytes = 1 << 24;

    private readonly Stream stream;
    private byte[] buffer;
    private int end;
    private int position;
    private int block;
    private ulong bits;
    private bool ended;
    private int rowStart;
    private bool rowIsBlank;
    private int closingQuotes;
    private int[] starts = new int[32];
    private int[] lengths = new int[32];
    private long linesPassed;

    public CsvRows(Stream stream, int bufferBytes = 1 << 18)
    {
        this.stream = stream;
        this.buffer = new byte[Math.Max(bufferBytes, 128)];
        this.block = -64;
    }

    /// <summary>Fields of the row.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Line of the file, from 1, on which the row starts.</summary>
    public long Line { get; private set; }

    /// <summary>Whether a quoted field had no closing quote and was taken literally.</summary>
    public bool HasStrayQuote { get; private set; }

    /// <summary>The field's bytes without quotes; empty beyond the end of the row.</summary>
    public ReadOnlySpan<byte> this[int field] =>
        unchecked((uint)field) < (uint)FieldCount ? this.buffer.AsSpan(this.rowStart + this.starts[field], this.lengths[field]) : default;

    /// <summary>Goes to the next row that holds at least one character; false at the end.</summary>
    public bool Read()
    {
        while (ReadRow())
        {
            if (FieldCount > 1 || !this.rowIsBlank)
            {
                return true;
            }
        }

        FieldCount = 0;
        return false;
    }

    public void Dispose() => this.stream.Dispose();

    private bool ReadRow()
    {
        FieldCount = 0;
        HasStrayQuote = false;
        this.rowStart = this.position;
        Line = this.linesPassed + 1;
        this.closingQuotes = 0;
        var fieldStart = this.position;
        var inField = false;
        while (true)
        {
            var at = NextMark();
            if (at < 0)
            {
                var kept = fieldStart - this.rowStart;
                if (Fill())
                {
                    fieldStart = this.rowStart + kept;
                    continue;
                }

                return EndLastRow(this.rowStart + kept);
            }

            switch (this.buffer[at])
            {
                case (byte)',':
                    AddField(fieldStart, at);
                    fieldStart = this.position = at + 1;
                    inField = false;
                    break;
                case (byte)'"':
                    this.position = at + 1;
                    if (!inField && at == fieldStart)
                    {
                        inField = true;
                        fieldStart = Unquote(at);
                    }

                    break;
                default:
                    AddField(fieldStart, at);
                    this.rowIsBlank = at == this.rowStart;
                    EndRow(at);
                    return true;
            }
        }
    }

    private void AddField(int start, int end)
    {
        if (FieldCount == this.starts.Length)
        {
            Array.Resize(ref this.starts, FieldCount * 2);
            Array.Resize(ref this.lengths, FieldCount * 2);
        }

        this.starts[FieldCount] = start - this.rowStart;
        this.lengths[FieldCount++] = end - start - this.closingQuotes;
        this.closingQuotes = 0;
    }

    private void EndRow(int at)
    {
        this.linesPassed++;
        this.position = at + 1;
        if (this.buffer[at] != '\r')
        {
            return;
        }

        if (this.position == this.end)
        {
            Fill();
        }

        if (this.position < this.end && this.buffer[this.position] == '\n')
        {
            if (NextMark() == this.position)
            {
                this.position++;
            }
        }
    }

    private bool EndLastRow(int fieldStart)
    {
        if (this.rowStart == this.end && FieldCount == 0)
        {
            return false;
        }

        AddField(fieldStart, this.end);
        this.rowIsBlank = false;
        this.position = this.end;
        return true;
    }

    /// <summary>Index of the next comma, quote or line end at or after the position, or -1 when the buffer is used up.</summary>
    private int NextMark()
    {
        while (true)
        {
            if (this.bits != 0)
            {
                var at = this.block + BitOperations.TrailingZeroCount(this.bits);
                this.bits &= this.bits - 1;
                if (at >= this.position)
                {
                    return at;
                }

                continue;
            }

            var next = this.block + 64;
            if (next >= this.end)
            {
                return -1;
            }

            this.block = next;
            this.bits = Marks(this.buffer, next, this.end);
        }
    }

    private static ulong Marks(byte[] buffer, int start, int end)
    {
        if (start + 64 <= buffer.Length)
        {
            var low = Marks(Vector256.LoadUnsafe(ref buffer[start]));
            var high = Marks(Vector256.LoadUnsafe(ref buffer[start + 32]));
            var bits = low | ((ulong)high << 32);
            return end - start < 64 ? bits & ((1UL << (end - start)) - 1) : bits;
        }

        ulong slow = 0;
        for (var at = start; at < end; at++)
        {
            if (buffer[at] is (byte)',' or (byte)'"' or (byte)'\n' or (byte)'\r')
            {
                slow |= 1UL << (at - start);
            }
        }

        return slow;
    }

    private static uint Marks(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create((byte)','))
            | Vector256.Equals(bytes, Vector256.Create((byte)'"'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\n'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\r'))).ExtractMostSignificantBits();

    /// <summary>Puts the position at <paramref name="at"/> and scans from there anew.</summary>
    private void Resume(int at)
    {
        this.position = at;
        this.block = at - 64;
        this.bits = 0;
    }

    /// <summary>
    /// Finds the closing quote, takes the quotes out in place, and gives the index at which the text now starts; it ends
    /// at the next mark. A quote that is never closed stays as it is.
    /// </summary>
    private int Unquote(int open)
    {
        var from = open + 1;
        while (true)
        {
            var found = this.buffer.AsSpan(from, this.end - from).IndexOf((byte)'"');
            var close = from + found;
            if (found < 0 || (close + 1 == this.end && !this.ended))
            {
                var (keptOpen, keptFrom) = (open - this.rowStart, (found < 0 ? this.end : close) - this.rowStart);
                if (this.end - open <= MaxQuotedBytes && Fill())
                {
                    open = this.rowStart + keptOpen;
                    from = this.rowStart + keptFrom;
                    continue;
                }

                open = this.rowStart + keptOpen;
                if (found < 0)
                {
                    HasStrayQuote = true;
                    Resume(open + 1);
                    return open;
                }

                close = this.rowStart + keptFrom;
            }

            if (close + 1 < this.end && this.buffer[close + 1] == '"')
            {
                from = close + 2;
                continue;
            }

            if (from == open + 1 && EndsField(close + 1))
            {
                this.linesPassed += LineEnds(this.buffer.AsSpan(from, close - from));
                this.closingQuotes = 1;
                Resume(close + 1);
                return from;
            }

            return Compact(open, close);
        }
    }

    private bool EndsField(int at) => at >= this.end || this.buffer[at] is (byte)',' or (byte)'\n' or (byte)'\r';

    /// <summary>
    /// Moves the text of a quoted field backwards over its doubled quotes, so that it ends just before the character after
    /// the closing quote and whatever follows up to the comma joins it.
    /// </summary>
    private int Compact(int open, int close)
    {
        this.linesPassed += LineEnds(this.buffer.AsSpan(open, close - open));
        var write = close;
        for (var read = close - 1; read > open; read--)
        {
            var value = this.buffer[read];
            this.buffer[write--] = value;
            if (value == '"')
            {
                read--;
            }
        }

        Resume(close + 1);
        return write + 1;
    }

    private static int LineEnds(ReadOnlySpan<byte> text)
    {
        var count = text.Count((byte)'\n');
        for (var at = text.IndexOf((byte)'\r'); at >= 0 && at < text.Length; at++)
        {
            count += text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n') ? 1 : 0;
        }

        return count;
    }

    /// <summary>Reads more; moves the row to the front of the buffer first. False at the end of the stream.</summary>
    private bool Fill()
    {
        if (this.ended)
        {
            return false;
        }

        if (this.rowStart > 0)
        {
            this.buffer.AsSpan(this.rowStart, this.end - this.rowStart).CopyTo(this.buffer);
            this.end -= this.rowStart;
            this.position -= this.rowStart;
            this.block -= this.rowStart;
            this.rowStart = 0;
        }

        if (this.end == this.buffer.Length)
        {
            if (this.end >= MaxRowBytes)
            {
                throw new InvalidDataException($"the row that starts in line {this.Line} is longer than {MaxRowBytes} bytes");
            }

            Array.Resize(ref this.buffer, this.buffer.Length * 2);
        }

        var read = this.stream.Read(this.buffer, this.end, this.buffer.Length - this.end);
        this.ended = read == 0;
        if (this.bits == 0)
        {
            // The block that was cut off by the old end is scanned again from its first unseen byte.
            this.block = Math.Min(this.block, this.end - 64);
        }

        this.end += read;
        return read > 0;
    }
}
