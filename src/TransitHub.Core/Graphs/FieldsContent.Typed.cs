using System.Runtime.CompilerServices;

namespace TransitHub.Core.Graphs;

/// <summary>Objects or structs of one type that hold fields.</summary>
internal sealed class FieldsContent<T> : FieldsContent
{
    private readonly GraphField<T>[] fields;
    private readonly int partCount;
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    /// <summary>Reads the type's fields.</summary>
    public FieldsContent()
        : base(typeof(T))
    {
        IEnumerable<GraphField<T>> found = FieldsOf(typeof(T)).Where(f => !IsLeftOut(f)).Select(f => GraphField<T>.Of(f, f.IsInitOnly || IsCaptured(f)));
        this.fields = [.. found.OrderByDescending(f => f.IsPart)];
        this.partCount = this.fields.Count(f => f.IsPart);
        for (int i = 0; i < this.fields.Length; i++)
        {
            this.places.Add(this.fields[i].Name, i);
        }
    }

    /// <inheritdoc/>
    public override void Describe(GraphWriter writer)
    {
        writer.Raw((byte)FieldsKind);
        writer.Number((uint)this.fields.Length);
        foreach (GraphField<T> field in this.fields)
        {
            writer.Text(field.Name);
            writer.Raw((byte)(field.IsPart ? 1 : 0));
            writer.Text(field.Shape);
        }
    }

    /// <inheritdoc/>
    public override void Check(char kind, ReadOnlySpan<WrittenField> fields, ReadOnlySpan<string> shapes)
    {
        if (kind != FieldsKind)
        {
            throw new GraphFormatException($"{this.Name} was a collection when it was written.");
        }

        foreach (WrittenField field in fields)
        {
            if (field.Local >= 0 && this.fields[field.Local].Shape != field.Shape)
            {
                throw new GraphFormatException($"{this.Name} had a field {field.Name} of the shape '{field.Shape}' when it was written; here it is '{this.fields[field.Local].Shape}'.");
            }
        }
    }

    /// <inheritdoc/>
    public override int FindField(string name) => this.places.GetValueOrDefault(name, -1);

    /// <inheritdoc/>
    public override void Write(GraphWriter writer, object value)
    {
        if (this.IsValue)
        {
            this.WriteAll(writer, ref Unbox(value));
        }
        else
        {
            var owner = (T)value;
            this.WriteAll(writer, ref owner);
        }
    }

    /// <inheritdoc/>
    public override object Read(GraphReader reader, WrittenType type, object? standing)
    {
        object made = this.Claim(reader, standing);
        reader.Register(made);
        if (this.IsValue)
        {
            this.ReadAll(reader, type, ref Unbox(made));
        }
        else
        {
            var owner = (T)made;
            this.ReadAll(reader, type, ref owner);
        }

        return made;
    }

    /// <summary>Writes all fields.</summary>
    public void WriteAll(GraphWriter writer, ref T owner)
    {
        foreach (GraphField<T> field in this.fields)
        {
            field.Write(writer, ref owner);
        }
    }

    /// <summary>Reads all fields that the bytes have.</summary>
    public void ReadAll(GraphReader reader, WrittenType type, ref T owner)
    {
        foreach (WrittenField field in type.Fields)
        {
            if (field.Local < 0)
            {
                GraphSlot.Skip(reader, field.Shape);
            }
            else
            {
                this.fields[field.Local].Read(reader, ref owner);
            }
        }
    }

    /// <inheritdoc/>
    public override void WriteParts(GraphWriter writer, object part)
    {
        var owner = (T)part;
        for (int i = 0; i < this.partCount; i++)
        {
            this.fields[i].WritePart(writer, ref owner);
        }
    }

    /// <inheritdoc/>
    public override void WriteHeld(GraphWriter writer, object part)
    {
        var owner = (T)part;
        for (int i = this.partCount; i < this.fields.Length; i++)
        {
            this.fields[i].Write(writer, ref owner);
        }
    }

    /// <inheritdoc/>
    public override void ReadPart(GraphReader reader, object part, int field)
    {
        var owner = (T)part;
        this.fields[field].ReadPart(reader, ref owner);
    }

    /// <inheritdoc/>
    public override void ReadField(GraphReader reader, object part, int field)
    {
        var owner = (T)part;
        this.fields[field].Read(reader, ref owner);
    }

    private static ref T Unbox(object value) => ref Unsafe.As<byte, T>(ref Unsafe.As<RawData>(value).First);

    /// <summary>Where a boxed value begins.</summary>
    private sealed class RawData
    {
        public byte First;
    }
}
