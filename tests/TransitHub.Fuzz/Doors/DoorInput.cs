using System.Text;

namespace TransitHub.Fuzz.Doors;

/// <summary>The form of inputs that say more than one thing: a line of text, and what is behind it.</summary>
internal static class DoorInput
{
    /// <summary>An input.</summary>
    public static byte[] Of(string line, string body) => Of(line, Encoding.UTF8.GetBytes(body));

    /// <inheritdoc cref="Of(string, string)"/>
    public static byte[] Of(string line, byte[] body) => [.. Encoding.UTF8.GetBytes(line), (byte)'\n', .. body];

    /// <summary>Its line and its body; without a line break all of it is body.</summary>
    public static (string Line, byte[] Body) Split(byte[] input)
    {
        int end = Array.IndexOf(input, (byte)'\n');
        return (Encoding.UTF8.GetString(input, 0, Math.Max(end, 0)), input[(end + 1)..]);
    }

    /// <summary>Some files in one input: "=== NAME" and the lines of each.</summary>
    public static byte[] OfFiles(params (string Name, string Text)[] files) =>
        Encoding.UTF8.GetBytes(string.Concat(files.Select(f => $"=== {f.Name}\n{f.Text.ReplaceLineEndings("\n").TrimEnd('\n')}\n")));

    /// <summary>The files of an input.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Files(byte[] input)
    {
        // Latin-1 keeps every byte as it is.
        string text = Encoding.Latin1.GetString(input);
        foreach (string file in text.Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            int end = file.IndexOf('\n', StringComparison.Ordinal);
            yield return end < 0 ? (file, []) : (file[..end], Encoding.Latin1.GetBytes(file[(end + 1)..]));
        }
    }
}
