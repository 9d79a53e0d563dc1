using System.Collections;

namespace TransitHub.Gtfs.Sheets;

/// <summary>A list of a sheet.</summary>
public sealed class SheetSequence : SheetNode, IReadOnlyList<SheetNode>
{
    private readonly List<SheetNode> items;

    internal SheetSequence(List<SheetNode> items, string label, string file, int line, SheetProblems problems)
        : base(label, file, line, problems) => this.items = items;

    /// <summary>Number of items.</summary>
    public int Count => this.items.Count;

    /// <summary>An item.</summary>
    public SheetNode this[int index] => this.items[index];

    /// <inheritdoc/>
    public IEnumerator<SheetNode> GetEnumerator() => this.items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
