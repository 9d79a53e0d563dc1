using System.Text;

namespace TransitHub.Gtfs.Text;

/// <summary>Makes one string of equal texts: a feed repeats a few headsigns and names for each of its trips.</summary>
internal sealed class TextPool
{
    private readonly Utf8Index _index = new();
    private readonly List<string> _texts = [];

    public string Intern(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return "";
        }

        if (_index.TryAdd(text, out var index))
        {
            _texts.Add(Encoding.UTF8.GetString(text));
        }

        return _texts[index];
    }
}
