namespace TransitHub.Core.Graphs;

/// <summary>Lists.</summary>
internal sealed class ListContent<T>() : CollectionContent<List<T>>('L', GraphSlot<T>.Instance.Shape)
{
    /// <inheritdoc/>
    protected override int CountOf(List<T> collection) => collection.Count;

    /// <inheritdoc/>
    protected override List<T> Make(int count) => new(count);

    /// <inheritdoc/>
    protected override void WriteElements(GraphWriter writer, List<T> collection)
    {
        foreach (T element in collection)
        {
            Put(writer, element);
        }
    }

    /// <inheritdoc/>
    protected override void ReadElements(GraphReader reader, List<T> collection, int count)
    {
        T[] former = collection.Count == count ? [.. collection] : new T[count];
        collection.Clear();
        for (int i = 0; i < count; i++)
        {
            collection.Add(Get(reader, former[i]));
        }
    }
}

/// <summary>Queues, the first to leave first.</summary>
internal sealed class QueueContent<T>() : CollectionContent<Queue<T>>('Q', GraphSlot<T>.Instance.Shape)
{
    /// <inheritdoc/>
    protected override int CountOf(Queue<T> collection) => collection.Count;

    /// <inheritdoc/>
    protected override Queue<T> Make(int count) => new(count);

    /// <inheritdoc/>
    protected override void WriteElements(GraphWriter writer, Queue<T> collection)
    {
        foreach (T element in collection)
        {
            Put(writer, element);
        }
    }

    /// <inheritdoc/>
    protected override void ReadElements(GraphReader reader, Queue<T> collection, int count)
    {
        collection.Clear();
        for (int i = 0; i < count; i++)
        {
            collection.Enqueue(Get<T>(reader));
        }
    }
}

/// <summary>Priority queues in the order of their heap, which stays as it is.</summary>
internal sealed class PriorityQueueContent<TElement, TPriority>()
    : CollectionContent<PriorityQueue<TElement, TPriority>>('P', GraphSlot<TElement>.Instance.Shape, GraphSlot<TPriority>.Instance.Shape)
{
    /// <inheritdoc/>
    protected override int CountOf(PriorityQueue<TElement, TPriority> collection) => collection.Count;

    /// <inheritdoc/>
    protected override PriorityQueue<TElement, TPriority> Make(int count) => new(count);

    /// <inheritdoc/>
    protected override void WriteElements(GraphWriter writer, PriorityQueue<TElement, TPriority> collection)
    {
        foreach ((TElement element, TPriority priority) in collection.UnorderedItems)
        {
            Put(writer, element);
            Put(writer, priority);
        }
    }

    /// <inheritdoc/>
    protected override void ReadElements(GraphReader reader, PriorityQueue<TElement, TPriority> collection, int count)
    {
        var elements = new (TElement, TPriority)[count];
        for (int i = 0; i < count; i++)
        {
            elements[i] = (Get<TElement>(reader), Get<TPriority>(reader));
        }

        collection.Clear();
        collection.EnqueueRange(elements);
    }
}
