using System.Buffers.Text;

namespace TransitHub.Gtfs.Text;

/// <summary>Numbers in GTFS text. All of a field must be the number.</summary>
internal static class DecimalText
{
    private static readonly double[] Powers =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

    /// <summary>
    /// Reads a finite decimal number. Up to 15 digits without an exponent are exact in a double, and so is the power
    /// of ten, so one division gives the correctly rounded value; the rest goes to the library's slower reader.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        var negative = !text.IsEmpty && text[0] == '-';
        var digits = negative ? text[1..] : text;
        if (digits.IsEmpty || digits.Length > 16)
        {
            return TryParseSlowly(text, out value);
        }

        long mantissa = 0;
        var (count, point) = (0, -1);
        for (var at = 0; at < digits.Length; at++)
        {
            var digit = unchecked((uint)(digits[at] - '0'));
            if (digit <= 9)
            {
                mantissa = unchecked((mantissa * 10) + digit);
                count++;
            }
            else if (digits[at] == '.' && point < 0)
            {
                point = at;
            }
            else
            {
                return TryParseSlowly(text, out value);
            }
        }

        if (count is 0 or > 15)
        {
            return TryParseSlowly(text, out value);
        }

        value = point < 0 ? mantissa : mantissa / Powers[digits.Length - 1 - point];
        value = negative ? -value : value;
        return true;
    }

    /// <summary>Reads a whole number without sign or with a minus.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text.Length is 0 or > 9)
        {
            return Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && text.Length > 0;
        }

        foreach (var character in text)
        {
            var digit = unchecked((uint)(character - '0'));
            if (digit > 9)
            {
                return Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;
            }

            value = unchecked((value * 10) + (int)digit);
        }

        return true;
    }

    private static bool TryParseSlowly(ReadOnlySpan<byte> text, out double value) =>
        Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && double.IsFinite(value);
}
