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
/// carried from field to field. Spans given out are valid until the next <see cref="Read"/>.
/// </remarks>
internal sealed class CsvRows : IDisposable
{
    /// <summary>A quoted field may not be longer than this; beyond it the quote is taken for a stray character.</summary>
    public const int MaxQuotedBytes = 1 << 20;

    private readonly Stream _stream;
    private byte[] _buffer;
    private int _end;
    private int _position;
    private int _block;
    private ulong _bits;
    private bool _ended;
    private int _rowStart;
    private bool _rowIsBlank;
    private int _closingQuotes;
    private int[] _starts = new int[32];
    private int[] _lengths = new int[32];
    private long _linesPassed;

    public CsvRows(Stream stream, int bufferBytes = 1 << 18)
    {
        _stream = stream;
        _buffer = new byte[Math.Max(bufferBytes, 128)];
        _block = -64;
    }

    /// <summary>Fields of the row.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Line of the file, from 1, on which the row starts.</summary>
    public long Line { get; private set; }

    /// <summary>Whether a quoted field had no closing quote and was taken literally.</summary>
    public bool HasStrayQuote { get; private set; }

    /// <summary>The field's bytes without quotes; empty beyond the end of the row.</summary>
    public ReadOnlySpan<byte> this[int field] =>
        unchecked((uint)field) < (uint)FieldCount ? _buffer.AsSpan(_rowStart + _starts[field], _lengths[field]) : default;

    /// <summary>Goes to the next row that holds at least one character; false at the end.</summary>
    public bool Read()
    {
        while (ReadRow())
        {
            if (FieldCount > 1 || !_rowIsBlank)
            {
                return true;
            }
        }

        FieldCount = 0;
        return false;
    }

    public void Dispose() => _stream.Dispose();

    private bool ReadRow()
    {
        FieldCount = 0;
        HasStrayQuote = false;
        _rowStart = _position;
        Line = _linesPassed + 1;
        _closingQuotes = 0;
        var fieldStart = _position;
        var inField = false;
        while (true)
        {
            var at = NextMark();
            if (at < 0)
            {
                var kept = fieldStart - _rowStart;
                if (Fill())
                {
                    fieldStart = _rowStart + kept;
                    continue;
                }

                return EndLastRow(_rowStart + kept);
            }

            switch (_buffer[at])
            {
                case (byte)',':
                    AddField(fieldStart, at);
                    fieldStart = _position = at + 1;
                    inField = false;
                    break;
                case (byte)'"':
                    _position = at + 1;
                    if (!inField && at == fieldStart)
                    {
                        inField = true;
                        fieldStart = Unquote(at);
                    }

                    break;
                default:
                    AddField(fieldStart, at);
                    _rowIsBlank = at == _rowStart;
                    EndRow(at);
                    return true;
            }
        }
    }

    private void AddField(int start, int end)
    {
        if (FieldCount == _starts.Length)
        {
            Array.Resize(ref _starts, FieldCount * 2);
            Array.Resize(ref _lengths, FieldCount * 2);
        }

        _starts[FieldCount] = start - _rowStart;
        _lengths[FieldCount++] = end - start - _closingQuotes;
        _closingQuotes = 0;
    }

    private void EndRow(int at)
    {
        _linesPassed++;
        _position = at + 1;
        if (_buffer[at] != '\r')
        {
            return;
        }

        if (_position == _end)
        {
            Fill();
        }

        if (_position < _end && _buffer[_position] == '\n')
        {
            if (NextMark() == _position)
            {
                _position++;
            }
        }
    }

    private bool EndLastRow(int fieldStart)
    {
        if (_rowStart == _end && FieldCount == 0)
        {
            return false;
        }

        AddField(fieldStart, _end);
        _rowIsBlank = false;
        _position = _end;
        return true;
    }

    /// <summary>Index of the next comma, quote or line end at or after the position, or -1 when the buffer is used up.</summary>
    private int NextMark()
    {
        while (true)
        {
            if (_bits != 0)
            {
                var at = _block + BitOperations.TrailingZeroCount(_bits);
                _bits &= _bits - 1;
                if (at >= _position)
                {
                    return at;
                }

                continue;
            }

            var next = _block + 64;
            if (next >= _end)
            {
                return -1;
            }

            _block = next;
            _bits = Marks(_buffer, next, _end);
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
        _position = at;
        _block = at - 64;
        _bits = 0;
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
            var found = _buffer.AsSpan(from, _end - from).IndexOf((byte)'"');
            var close = from + found;
            if (found < 0 || (close + 1 == _end && !_ended))
            {
                var (keptOpen, keptFrom) = (open - _rowStart, (found < 0 ? _end : close) - _rowStart);
                if (_end - open <= MaxQuotedBytes && Fill())
                {
                    open = _rowStart + keptOpen;
                    from = _rowStart + keptFrom;
                    continue;
                }

                open = _rowStart + keptOpen;
                if (found < 0)
                {
                    HasStrayQuote = true;
                    Resume(open + 1);
                    return open;
                }

                close = _rowStart + keptFrom;
            }

            if (close + 1 < _end && _buffer[close + 1] == '"')
            {
                from = close + 2;
                continue;
            }

            if (from == open + 1 && EndsField(close + 1))
            {
                _linesPassed += LineEnds(_buffer.AsSpan(from, close - from));
                _closingQuotes = 1;
                Resume(close + 1);
                return from;
            }

            return Compact(open, close);
        }
    }

    private bool EndsField(int at) => at >= _end || _buffer[at] is (byte)',' or (byte)'\n' or (byte)'\r';

    /// <summary>
    /// Moves the text of a quoted field backwards over its doubled quotes, so that it ends just before the character after
    /// the closing quote and whatever follows up to the comma joins it.
    /// </summary>
    private int Compact(int open, int close)
    {
        _linesPassed += LineEnds(_buffer.AsSpan(open, close - open));
        var write = close;
        for (var read = close - 1; read > open; read--)
        {
            var value = _buffer[read];
            _buffer[write--] = value;
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
        if (_ended)
        {
            return false;
        }

        if (_rowStart > 0)
        {
            _buffer.AsSpan(_rowStart, _end - _rowStart).CopyTo(_buffer);
            _end -= _rowStart;
            _position -= _rowStart;
            _block -= _rowStart;
            _rowStart = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        if (_bits == 0)
        {
            // The block that was cut off by the old end is scanned again from its first unseen byte.
            _block = Math.Min(_block, _end - 64);
        }

        _end += read;
        return read > 0;
    }
}
