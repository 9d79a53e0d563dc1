using System.Text;

namespace TransitHub.Core.Observations;

/// <summary>Text of others as a message may show it: short, on one line.</summary>
public static class Shown
{
    private const int MaxCharacters = 60;

    /// <summary>The text, control characters replaced, cut after 60 characters.</summary>
    public static string Text(ReadOnlySpan<byte> utf8)
    {
        string text = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, MaxCharacters * 4)]);
        return Text(text);
    }

    /// <summary>The text, control characters replaced, cut after 60 characters.</summary>
    public static string Text(string text)
    {
        string cut = text.Length > MaxCharacters ? text[..MaxCharacters] + "..." : text;
        return string.Create(cut.Length, cut, static (to, from) =>
        {
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = char.IsControl(from[i]) ? '?' : from[i];
            }
        });
    }
}
