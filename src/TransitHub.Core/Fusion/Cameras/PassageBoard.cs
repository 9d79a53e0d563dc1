using System.Collections.Immutable;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>What became of the newest passages, the newest last; what was told of one may be replaced.</summary>
internal sealed class PassageBoard(int most)
{
    private readonly List<PassageSnapshot> rows = [];
    private ImmutableArray<PassageSnapshot> shown = [];
    private bool isChanged;

    /// <summary>Passages told of so far.</summary>
    public long Told { get; private set; }

    /// <summary>Takes each as it is told, for tools that count; null, the default: nobody does.</summary>
    public Action<PassageSnapshot>? Listener { get; set; }

    /// <summary>Takes what became of a passage.</summary>
    /// <param name="former">What was told of it before; null: nothing.</param>
    /// <param name="passage">What is told now.</param>
    public void Tell(PassageSnapshot? former, PassageSnapshot passage)
    {
        this.Listener?.Invoke(passage);
        this.Told += former is null ? 1 : 0;
        int place = former is null ? -1 : this.rows.LastIndexOf(former);
        if (place >= 0)
        {
            this.rows[place] = passage;
        }
        else if (former is null)
        {
            this.rows.Add(passage);
        }

        this.isChanged = true;
        if (this.rows.Count > 2 * most)
        {
            this.rows.RemoveRange(0, this.rows.Count - most);
        }
    }

    /// <summary>The newest, as many as are kept.</summary>
    public ImmutableArray<PassageSnapshot> Take()
    {
        if (this.isChanged)
        {
            this.isChanged = false;
            this.shown = [.. this.rows.Skip(Math.Max(0, this.rows.Count - most))];
        }

        return this.shown;
    }
}
