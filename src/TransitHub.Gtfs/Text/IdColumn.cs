using System.Text;

namespace TransitHub.Gtfs.Text;

/// <summary>The ids of a table: dense number to text and back.</summary>
internal sealed class IdColumn
{
    private readonly Utf8Index _index = new();
    private readonly List<string> _texts = [];

    public int Count => _texts.Count;

    public string this[int index] => _texts[index];

    public bool TryAdd(ReadOnlySpan<byte> id, out int index)
    {
        if (!_index.TryAdd(id, out index))
        {
            return false;
        }

        _texts.Add(Encoding.UTF8.GetString(id));
        return true;
    }

    public bool TryFind(ReadOnlySpan<byte> id, out int index) => _index.TryFind(id, out index);

    public bool TryFind(string id, out int index) => _index.TryFind(id, out index);

    public ReadOnlySpan<byte> Utf8(int index) => _index.Key(index);
}
