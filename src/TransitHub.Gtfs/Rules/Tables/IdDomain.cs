using System.Text;
using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>
/// Texts as dense numbers. Columns that refer to each other share one, so a reference is an int that is found at once.
/// Each text is judged when it first appears; the few that have a fault are remembered.
/// </summary>
internal sealed class IdDomain
{
    private readonly Utf8Index index = new();
    private readonly List<bool> defined = [];
    private Dictionary<int, FieldFaults>? faulty;
    private int undefined;

    /// <summary>Number of distinct texts.</summary>
    public int Count => this.index.Count;

    /// <summary>Whether every text was made by a column that makes ids.</summary>
    public bool AllDefined => this.undefined == 0;

    public bool IsDefined(int id) => this.defined[id];

    public ReadOnlySpan<byte> Utf8(int id) => this.index.Key(id);

    public string Text(int id) => Encoding.UTF8.GetString(this.index.Key(id));

    public bool TryFind(string text, out int id) => this.index.TryFind(text, out id);

    /// <summary>The text's number; texts that are new are judged by the column's type.</summary>
    public int Add(ReadOnlySpan<byte> text, ColumnSchema column, FieldJudge judge)
    {
        if (this.index.TryAdd(text, out var id))
        {
            this.defined.Add(false);
            this.undefined++;
            var faults = judge.Find(column, text);
            if (faults != FieldFaults.None)
            {
                (this.faulty ??= [])[id] = faults;
            }
        }

        return id;
    }

    /// <summary>The text's number, for texts that are judged elsewhere.</summary>
    public int AddPlain(string text)
    {
        if (this.index.TryAdd(Encoding.UTF8.GetBytes(text), out var id))
        {
            this.defined.Add(false);
            this.undefined++;
        }

        return id;
    }

    public void Define(int id)
    {
        if (!this.defined[id])
        {
            this.defined[id] = true;
            this.undefined--;
        }
    }

    public FieldFaults Faults(int id) => this.faulty is null ? FieldFaults.None : this.faulty.GetValueOrDefault(id);
}
