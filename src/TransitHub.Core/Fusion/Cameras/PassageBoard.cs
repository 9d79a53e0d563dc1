using System.Collections.Immutable;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>What became of the newest passages, the newest last; what was told of one may be replaced.</summary>
internal sealed class PassageBoard(int most)
{
    private readonly List<PassageSnapshot> rows = [];
    private ImmutableArray<PassageSnapshot> shown = [];
    private bool isChanged;
    private long first;

    /// <summary>Passages told of so far.</summary>
    public long Told { get; private set; }

    /// <summary>Takes each as it is told, for tools that count; null, the default: nobody does.</summary>
    public Action<PassageSnapshot>? Listener { get; set; }

    /// <summary>Takes what became of a passage, in the place of what was told of it before. Costs the same however many are kept.</summary>
    /// <param name="passage">The passage.</param>
    /// <param name="verdict">What is told of it now.</param>
    public void Tell(WaitingPassage passage, PassageSnapshot verdict)
    {
        this.Listener?.Invoke(verdict);
        passage.Told = verdict;
        if (passage.BoardPlace < 0)
        {
            this.Told++;
            passage.BoardPlace = this.first + this.rows.Count;
            this.rows.Add(verdict);
        }
        else if (passage.BoardPlace >= this.first)
        {
            this.rows[(int)(passage.BoardPlace - this.first)] = verdict;
        }

        this.isChanged = true;
        if (this.rows.Count > 2 * most)
        {
            int gone = this.rows.Count - most;
            this.rows.RemoveRange(0, gone);
            this.first += gone;
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
