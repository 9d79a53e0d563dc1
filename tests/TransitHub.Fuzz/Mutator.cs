using System.Globalization;
using System.Text;

namespace TransitHub.Fuzz;

/// <summary>Makes inputs of those that reached something new.</summary>
/// <param name="door">Whose inputs.</param>
/// <param name="corpus">What there is so far; grows meanwhile.</param>
/// <param name="chance">Tells the changes.</param>
internal sealed class Mutator(Door door, List<byte[]> corpus, Random chance)
{
    /// <summary>The longest input, bytes.</summary>
    public const int MaxBytes = 1 << 16;

    private static readonly byte[] Extremes = [0x00, 0x01, 0x0a, 0x20, 0x22, 0x2c, 0x2d, 0x30, 0x39, 0x7f, 0x80, 0xc0, 0xed, 0xff];

    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "-0.0", "NaN", "1e308", "-1e308", "1e-320", "2147483647", "-2147483648", "2147483648", "4294967295", "9223372036854775807", "-9223372036854775808",
        "18446744073709551615", "99999999999999999999999", "253402300800", "-62135596801", "90", "90.0000001", "180", "-180.1", "24:00:00", "99:99:99", "2026-02-30", "20260230", "00010101", "99991231",
    ];

    private readonly byte[][] words = [.. door.Words.Concat(Numbers).Concat(["null", "true", "[]", "{}", "\"\"", "\\ud800", "\u0000", "\ufeff", "ก", "😀"]).Select(Encoding.UTF8.GetBytes)];

    /// <summary>The next input: an older one with some changes.</summary>
    public byte[] Next()
    {
        byte[] from = this.Any();
        if (door.IsProtobuf && chance.Next(2) == 0)
        {
            from = ProtobufTree.Mutate(from, chance);
        }

        List<byte> bytes = [.. from];
        for (int left = 1 << chance.Next(0, 4); left > 0; left--)
        {
            if (bytes.Count == 0)
            {
                bytes.Add(0);
            }

            this.Change(bytes);
        }

        return bytes.Count > MaxBytes ? [.. bytes.Take(MaxBytes)] : [.. bytes];
    }

    /// <summary>The newest more often than the old.</summary>
    private byte[] Any() => corpus[chance.Next(3) == 0 ? Math.Max(0, corpus.Count - 1 - chance.Next(8)) : chance.Next(corpus.Count)];

    private void Change(List<byte> bytes)
    {
        int at = chance.Next(bytes.Count);
        int run = Math.Min(chance.Next(1, chance.Next(8) == 0 ? 1024 : 33), bytes.Count - at);
        switch (chance.Next(12))
        {
            case 0:
                bytes[at] ^= (byte)(1 << chance.Next(8));
                break;
            case 1:
                bytes[at] = (byte)chance.Next(256);
                break;
            case 2:
                bytes[at] = Extremes[chance.Next(Extremes.Length)];
                break;
            case 3:
                bytes.RemoveRange(at, run);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, run));
                break;
            case 5:
                bytes.InsertRange(chance.Next(bytes.Count), bytes.GetRange(at, run));
                break;
            case 6:
                bytes.InsertRange(at, this.words[chance.Next(this.words.Length)]);
                break;
            case 7:
                byte[] word = this.words[chance.Next(this.words.Length)];
                bytes.RemoveRange(at, Math.Min(word.Length, bytes.Count - at));
                bytes.InsertRange(at, word);
                break;
            case 8:
                this.ChangeNumber(bytes, at);
                break;
            case 9:
                byte[] other = this.Any();
                int start = chance.Next(other.Length + 1);
                bytes.RemoveRange(at, run);
                bytes.InsertRange(at, other.AsSpan(start, Math.Min(chance.Next(1, 256), other.Length - start)).ToArray());
                break;
            case 10:
                this.ExchangeLines(bytes);
                break;
            default:
                this.RepeatOften(bytes, at, run);
                break;
        }
    }

    /// <summary>The decimal number at or after a place becomes another.</summary>
    private void ChangeNumber(List<byte> bytes, int at)
    {
        int first = bytes.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
        if (first < 0)
        {
            return;
        }

        int end = first;
        while (end < bytes.Count && bytes[end] is >= (byte)'0' and <= (byte)'9')
        {
            end++;
        }

        string text = Encoding.ASCII.GetString([.. bytes.Skip(first).Take(end - first)]);
        string made = chance.Next(2) == 0 || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? Numbers[chance.Next(Numbers.Length)]
            : unchecked(number + chance.Next(-3, 4)).ToString(CultureInfo.InvariantCulture);
        bytes.RemoveRange(first, end - first);
        bytes.InsertRange(first, Encoding.ASCII.GetBytes(made));
    }

    private void ExchangeLines(List<byte> bytes)
    {
        string[] lines = Encoding.Latin1.GetString([.. bytes]).Split('\n');
        int one = chance.Next(lines.Length);
        int other = chance.Next(lines.Length);
        (lines[one], lines[other]) = (lines[other], chance.Next(3) == 0 ? lines[other] : lines[one]);
        bytes.Clear();
        bytes.AddRange(Encoding.Latin1.GetBytes(string.Join('\n', lines)));
    }

    /// <summary>Seldom, since what is long is slow.</summary>
    private void RepeatOften(List<byte> bytes, int at, int run)
    {
        List<byte> part = bytes.GetRange(at, run);
        for (int left = chance.Next(16) == 0 ? chance.Next(2, 2000) : 0; left > 0 && bytes.Count < MaxBytes; left--)
        {
            bytes.InsertRange(at, part);
        }
    }
}
