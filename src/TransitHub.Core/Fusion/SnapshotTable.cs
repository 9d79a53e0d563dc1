using System.Collections.Immutable;

namespace TransitHub.Core.Fusion;

/// <summary>
/// Keeps the sorted array of one kind of snapshot and applies changes to it: costs a copy of the
/// references plus what the changes cost, and leaves unchanged objects as they are.
/// </summary>
internal sealed class SnapshotTable<TKey, TSnapshot>(Func<TSnapshot, TKey> keyOf)
    where TKey : IComparable<TKey>
    where TSnapshot : class
{
    private readonly List<(TKey Key, TSnapshot? Snapshot)> pending = [];

    /// <summary>In the order of the keys.</summary>
    public ImmutableArray<TSnapshot> Current { get; private set; } = [];

    /// <summary>Notes a new or changed entity for the next <see cref="Apply"/>.</summary>
    public void Set(TSnapshot snapshot) => this.pending.Add((keyOf(snapshot), snapshot));

    /// <summary>Notes that an entity is gone.</summary>
    public void Remove(TKey key) => this.pending.Add((key, null));

    /// <summary>The entity as of the last <see cref="Apply"/>; null: none.</summary>
    public TSnapshot? FindCurrent(TKey key) => this.Find(key, 0) is >= 0 and var place ? this.Current[place] : null;

    /// <summary>Applies what was noted; of several words on one key the last counts.</summary>
    /// <returns>What is new or changed, and what is gone, in the order of the keys.</returns>
    public (ImmutableArray<TSnapshot> Changed, ImmutableArray<TKey> Removed) Apply()
    {
        if (this.pending.Count == 0)
        {
            return ([], []);
        }

        List<(TKey Key, TSnapshot? Snapshot)> steps = this.LastWords();
        ImmutableArray<TSnapshot>.Builder next = ImmutableArray.CreateBuilder<TSnapshot>(this.Current.Length + steps.Count);
        ImmutableArray<TSnapshot>.Builder changed = ImmutableArray.CreateBuilder<TSnapshot>(steps.Count);
        ImmutableArray<TKey>.Builder removed = ImmutableArray.CreateBuilder<TKey>();
        int copied = 0;
        foreach ((TKey key, TSnapshot? snapshot) in steps)
        {
            int place = this.Find(key, copied);
            bool known = place >= 0;
            int upTo = known ? place : ~place;
            next.AddRange(this.Current.AsSpan()[copied..upTo]);
            copied = known ? upTo + 1 : upTo;
            if (snapshot is not null)
            {
                next.Add(snapshot);
                changed.Add(snapshot);
            }
            else if (known)
            {
                removed.Add(key);
            }
        }

        next.AddRange(this.Current.AsSpan()[copied..]);
        this.Current = next.DrainToImmutable();
        this.pending.Clear();
        return (changed.DrainToImmutable(), removed.DrainToImmutable());
    }

    private List<(TKey Key, TSnapshot? Snapshot)> LastWords()
    {
        // A stable sort: within a key the words stay in the order in which they were said.
        List<(TKey Key, TSnapshot? Snapshot)> words = [];
        foreach ((TKey Key, TSnapshot? Snapshot) word in this.pending.OrderBy(p => p.Key))
        {
            if (words.Count > 0 && words[^1].Key.CompareTo(word.Key) == 0)
            {
                words[^1] = word;
            }
            else
            {
                words.Add(word);
            }
        }

        return words;
    }

    private int Find(TKey key, int from)
    {
        int low = from;
        int high = this.Current.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int order = keyOf(this.Current[middle]).CompareTo(key);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
