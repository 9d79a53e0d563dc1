namespace TransitHub.Core.Graphs;

/// <summary>Objects that hold elements: how many, and each by its slots.</summary>
/// <typeparam name="TCollection">Their type.</typeparam>
/// <param name="kind">The letter of their kind.</param>
/// <param name="shapes">The shapes of what an element is made of.</param>
internal abstract class CollectionContent<TCollection>(char kind, params string[] shapes) : GraphContent(typeof(TCollection))
    where TCollection : class
{
    /// <inheritdoc/>
    public sealed override void Describe(GraphWriter writer)
    {
        writer.Raw((byte)kind);
        writer.Number((uint)shapes.Length);
        foreach (string shape in shapes)
        {
            writer.Text(shape);
        }
    }

    /// <inheritdoc/>
    public sealed override void Check(char writtenKind, ReadOnlySpan<WrittenField> fields, ReadOnlySpan<string> writtenShapes)
    {
        if (writtenKind != kind || !writtenShapes.SequenceEqual(shapes))
        {
            throw new GraphFormatException($"{this.Name} was written in another form.");
        }
    }

    /// <inheritdoc/>
    public sealed override void Write(GraphWriter writer, object value)
    {
        var collection = (TCollection)value;
        writer.Number((uint)this.CountOf(collection));
        this.WriteElements(writer, collection);
    }

    /// <inheritdoc/>
    public sealed override object Read(GraphReader reader, WrittenType type, object? standing)
    {
        int count = reader.Count(1);
        bool stands = standing is TCollection there && this.CanTake(there, count) && reader.TryClaim(standing);
        TCollection collection = stands ? (TCollection)standing! : this.Make(count);
        reader.Register(collection);
        this.ReadElements(reader, collection, count);
        return collection;
    }

    /// <summary>How many elements.</summary>
    protected abstract int CountOf(TCollection collection);

    /// <summary>Makes an empty one.</summary>
    protected abstract TCollection Make(int count);

    /// <summary>Whether one that stands can take so many elements.</summary>
    protected virtual bool CanTake(TCollection standing, int count) => true;

    /// <summary>Writes the elements.</summary>
    protected abstract void WriteElements(GraphWriter writer, TCollection collection);

    /// <summary>Reads the elements in the place of those that are there.</summary>
    protected abstract void ReadElements(GraphReader reader, TCollection collection, int count);

    /// <summary>Writes a value.</summary>
    protected static void Put<T>(GraphWriter writer, T value) => GraphSlot<T>.Instance.Write(writer, ref value);

    /// <summary>Reads a value.</summary>
    /// <param name="reader">The bytes.</param>
    /// <param name="standing">What stands in its place.</param>
    protected static T Get<T>(GraphReader reader, T standing = default!)
    {
        GraphSlot<T>.Instance.Read(reader, ref standing, isPlace: standing is not null);
        return standing;
    }
}
