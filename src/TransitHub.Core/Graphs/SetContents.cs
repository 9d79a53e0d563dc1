namespace TransitHub.Core.Graphs;

/// <summary>Sets, their elements in order where they have one.</summary>
/// <typeparam name="TSet">The kind of set.</typeparam>
/// <typeparam name="T">Its elements.</typeparam>
internal abstract class SetContent<TSet, T>() : CollectionContent<TSet>('S', GraphSlot<T>.Instance.Shape)
    where TSet : class, ISet<T>, new()
{
    /// <inheritdoc/>
    protected override int CountOf(TSet collection) => collection.Count;

    /// <inheritdoc/>
    protected override TSet Make(int count) => new();

    /// <inheritdoc/>
    protected override void WriteElements(GraphWriter writer, TSet collection)
    {
        foreach (T element in GraphCollections.InOrder(collection, writer))
        {
            Put(writer, element);
        }
    }

    /// <inheritdoc/>
    protected override void ReadElements(GraphReader reader, TSet collection, int count)
    {
        collection.Clear();
        for (int i = 0; i < count; i++)
        {
            collection.Add(Get<T>(reader));
        }
    }
}

/// <summary>Hash sets.</summary>
internal sealed class HashSetContent<T> : SetContent<HashSet<T>, T>;

/// <summary>Sorted sets.</summary>
internal sealed class SortedSetContent<T> : SetContent<SortedSet<T>, T>;
