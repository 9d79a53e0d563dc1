using System.Collections.Concurrent;

namespace TransitHub.Core.Graphs;

/// <summary>Dictionaries, their keys in order where they have one.</summary>
/// <typeparam name="TDictionary">The kind of dictionary.</typeparam>
/// <typeparam name="TKey">Its keys.</typeparam>
/// <typeparam name="TValue">Its values.</typeparam>
internal abstract class DictionaryContent<TDictionary, TKey, TValue>() : CollectionContent<TDictionary>('D', GraphSlot<TKey>.Instance.Shape, GraphSlot<TValue>.Instance.Shape)
    where TDictionary : class, IDictionary<TKey, TValue>, new()
    where TKey : notnull
{
    /// <inheritdoc/>
    protected override int CountOf(TDictionary collection) => collection.Count;

    /// <inheritdoc/>
    protected override TDictionary Make(int count) => new();

    /// <inheritdoc/>
    protected override void WriteElements(GraphWriter writer, TDictionary collection)
    {
        foreach (TKey key in GraphCollections.InOrder(collection.Keys, writer))
        {
            Put(writer, key);
            Put(writer, collection[key]);
        }
    }

    /// <inheritdoc/>
    protected override void ReadElements(GraphReader reader, TDictionary collection, int count)
    {
        KeyValuePair<TKey, TValue>[] former = [.. collection];
        Dictionary<TKey, TValue>? standing = former.Length == 0 ? null : new(former);
        collection.Clear();
        for (int i = 0; i < count; i++)
        {
            TKey key = Get<TKey>(reader);
            collection.Add(key, Get(reader, standing is not null && standing.TryGetValue(key, out TValue? there) ? there : default!));
        }
    }
}

/// <summary>Hash tables.</summary>
internal sealed class DictionaryContent<TKey, TValue> : DictionaryContent<Dictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull;

/// <summary>Sorted ones.</summary>
internal sealed class SortedDictionaryContent<TKey, TValue> : DictionaryContent<SortedDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull;

/// <summary>Those of many threads.</summary>
internal sealed class ConcurrentDictionaryContent<TKey, TValue> : DictionaryContent<ConcurrentDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull;
