using System.Collections.Immutable;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>One table of all shards: what each has told, and of what several have, the better one. Lower shards win where none is.</summary>
/// <param name="keyOf">The key.</param>
/// <param name="better">More than 0: the first is better than the second.</param>
/// <param name="isHidden">True: nothing of the key is shown, whoever has it; null: everything is.</param>
internal sealed class MergedTable<TKey, TValue>(Func<TValue, TKey> keyOf, Comparison<TValue> better, Predicate<TKey>? isHidden = null)
    where TKey : notnull, IComparable<TKey>
    where TValue : class
{
    private readonly SortedDictionary<int, Dictionary<TKey, TValue>> shards = [];
    private readonly SnapshotTable<TKey, TValue> merged = new(keyOf);
    private readonly HashSet<TKey> touched = [];

    /// <summary>In the order of the keys.</summary>
    public ImmutableArray<TValue> Current => this.merged.Current;

    /// <summary>Takes in what a shard tells.</summary>
    public void Take(int shard, Differences<TKey, TValue> told, bool isWhole)
    {
        if (!this.shards.TryGetValue(shard, out Dictionary<TKey, TValue>? own))
        {
            this.shards[shard] = own = [];
        }

        if (isWhole)
        {
            this.touched.UnionWith(own.Keys);
            own.Clear();
        }

        foreach (TKey key in told.Removed)
        {
            own.Remove(key);
            this.touched.Add(key);
        }

        foreach (TValue value in told.Changed)
        {
            own[keyOf(value)] = value;
            this.touched.Add(keyOf(value));
        }
    }

    /// <summary>What a shard has, in the order of the keys.</summary>
    public TValue[] Of(int shard) => this.shards.TryGetValue(shard, out Dictionary<TKey, TValue>? own) ? [.. own.Values.OrderBy(keyOf)] : [];

    /// <summary>Looks at these again: whether they are hidden may have changed.</summary>
    public void Touch(IEnumerable<TKey> keys) => this.touched.UnionWith(keys);

    /// <summary>Merges what was told.</summary>
    public (ImmutableArray<TValue> Changed, ImmutableArray<TKey> Removed) Merge()
    {
        foreach (TKey key in this.touched)
        {
            TValue? chosen = this.Choose(key);
            if (chosen is null)
            {
                this.merged.Remove(key);
            }
            else if (!ReferenceEquals(chosen, this.merged.FindCurrent(key)))
            {
                this.merged.Set(chosen);
            }
        }

        this.touched.Clear();
        return this.merged.Apply();
    }

    private TValue? Choose(TKey key)
    {
        if (isHidden?.Invoke(key) is true)
        {
            return null;
        }

        TValue? chosen = null;
        foreach (Dictionary<TKey, TValue> own in this.shards.Values)
        {
            if (own.TryGetValue(key, out TValue? value) && (chosen is null || better(value, chosen) > 0))
            {
                chosen = value;
            }
        }

        return chosen;
    }
}
