using System.Text;

namespace TransitHub.Gtfs.Text;

/// <summary>The ids of a table: dense number to text and back.</summary>
internal sealed class IdColumn
{
    private readonly Utf8Index index = new();
    private readonly List<string> texts = [];

    public int Count => this.texts.Count;

    public string this[int index] => this.texts[index];

    public bool TryAdd(ReadOnlySpan<byte> id, out int index)
    {
        if (!this.index.TryAdd(id, out index))
        {
            return false;
        }

        this.texts.Add(Encoding.UTF8.GetString(id));
        return true;
    }

    public bool TryFind(ReadOnlySpan<byte> id, out int index) => this.index.TryFind(id, out index);

    public bool TryFind(string id, out int index) => this.index.TryFind(id, out index);

    public ReadOnlySpan<byte> Utf8(int index) => this.index.Key(index);
}
