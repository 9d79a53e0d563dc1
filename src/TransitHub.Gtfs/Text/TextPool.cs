using System.Text;

namespace TransitHub.Gtfs.Text;

/// <summary>Makes one string of equal texts: a feed repeats a few headsigns and names for each of its trips.</summary>
internal sealed class TextPool
{
    private readonly Utf8Index index = new();
    private readonly List<string> texts = [];

    public string Intern(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return "";
        }

        if (this.index.TryAdd(text, out var index))
        {
            this.texts.Add(Encoding.UTF8.GetString(text));
        }

        return this.texts[index];
    }
}
