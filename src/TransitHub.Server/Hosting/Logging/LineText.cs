using System.Globalization;
using System.Text;

namespace TransitHub.Server.Hosting.Logging;

/// <summary>Text that others chose, such as a device's id, made safe for a line of the log.</summary>
internal static class LineText
{
    /// <summary>Characters kept of a message; no event of the hub's own says so much.</summary>
    public const int MaxMessage = 8_192;

    /// <summary>Characters kept of an exception with its stack.</summary>
    public const int MaxException = 32_768;

    /// <summary>What turns the direction of writing (Unicode TR 9, 2.1 to 2.6), and separators of lines and paragraphs.</summary>
    public static readonly char[] Misleading =
    [
        '\u061c', '\u200e', '\u200f', '\u2028', '\u2029', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069',
    ];

    /// <summary>The text, cut off at a length.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : text[..length] + "…";

    /// <summary>
    /// Writes the text with whatever ends a line, moves the cursor or turns the direction of writing as an escape, so that nobody
    /// can forge a line, hide one, or reach the terminal of who reads it.
    /// </summary>
    public static void Append(StringBuilder line, string text)
    {
        foreach (char c in text)
        {
            switch (c)
            {
                case '\n':
                    line.Append("\\n");
                    break;
                case '\r':
                    line.Append("\\r");
                    break;
                case '\t':
                    line.Append("\\t");
                    break;
                case var _ when IsUnsafe(c):
                    line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    break;
                default:
                    line.Append(c);
                    break;
            }
        }
    }

    private static bool IsUnsafe(char c) => char.IsControl(c) || Misleading.Contains(c);
}
