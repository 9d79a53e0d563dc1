using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TransitHub.Core.Graphs;

/// <summary>Numbers, truth values, characters and enums: as many bytes as they have.</summary>
internal sealed class NumberSlot<T> : GraphSlot<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public override string Shape { get; } = $"n{Unsafe.SizeOf<T>()}{(typeof(T).IsEnum ? "e" : typeof(T).Name)}";

    /// <inheritdoc/>
    public override void Write(GraphWriter writer, ref T value) => writer.Raw(value);

    /// <inheritdoc/>
    public override void Read(GraphReader reader, ref T value, bool isPlace) => value = reader.Raw<T>();
}

/// <summary>Texts, each written once.</summary>
internal sealed class TextSlot : GraphSlot<string?>
{
    /// <inheritdoc/>
    public override string Shape => "s";

    /// <inheritdoc/>
    public override void Write(GraphWriter writer, ref string? value) => writer.Text(value);

    /// <inheritdoc/>
    public override void Read(GraphReader reader, ref string? value, bool isPlace) => value = reader.Text();
}

/// <summary>What may be null: a byte before it.</summary>
internal sealed class NullableSlot<T> : GraphSlot<T?>
    where T : struct
{
    /// <inheritdoc/>
    public override string Shape { get; } = "?" + GraphSlot<T>.Instance.Shape;

    /// <inheritdoc/>
    public override void Write(GraphWriter writer, ref T? value)
    {
        writer.Raw((byte)(value is null ? 0 : 1));
        if (value is { } given)
        {
            GraphSlot<T>.Instance.Write(writer, ref given);
        }
    }

    /// <inheritdoc/>
    public override void Read(GraphReader reader, ref T? value, bool isPlace)
    {
        if (reader.Raw<byte>() == 0)
        {
            value = null;
            return;
        }

        T given = default;
        GraphSlot<T>.Instance.Read(reader, ref given, isPlace: false);
        value = given;
    }
}

/// <summary>Immutable arrays: their length and 1, or 0 for one that was never made; then the elements.</summary>
internal sealed class ImmutableArraySlot<T> : GraphSlot<ImmutableArray<T>>
{
    /// <inheritdoc/>
    public override string Shape => "[" + GraphSlot<T>.Instance.Shape;

    /// <inheritdoc/>
    public override void Write(GraphWriter writer, ref ImmutableArray<T> value)
    {
        writer.Number(value.IsDefault ? 0 : (uint)value.Length + 1);
        if (!value.IsDefault)
        {
            T[] elements = ImmutableCollectionsMarshal.AsArray(value)!;
            for (int i = 0; i < elements.Length; i++)
            {
                GraphSlot<T>.Instance.Write(writer, ref elements[i]);
            }
        }
    }

    /// <inheritdoc/>
    public override void Read(GraphReader reader, ref ImmutableArray<T> value, bool isPlace)
    {
        int length = reader.Count(1) - 1;
        if (length < 0)
        {
            value = default;
            return;
        }

        var elements = new T[length];
        for (int i = 0; i < length; i++)
        {
            GraphSlot<T>.Instance.Read(reader, ref elements[i], isPlace: false);
        }

        value = ImmutableCollectionsMarshal.AsImmutableArray(elements);
    }
}

/// <summary>Structs that are arrays of a fixed length: as an immutable array of it.</summary>
internal sealed class InlineArraySlot<T, TElement> : GraphSlot<T>
    where T : struct
{
    private static readonly int Length = typeof(T).GetCustomAttribute<InlineArrayAttribute>()!.Length;

    /// <inheritdoc/>
    public override string Shape => "[" + GraphSlot<TElement>.Instance.Shape;

    /// <inheritdoc/>
    public override void Write(GraphWriter writer, ref T value)
    {
        writer.Number((uint)Length + 1);
        foreach (ref TElement element in Elements(ref value))
        {
            GraphSlot<TElement>.Instance.Write(writer, ref element);
        }
    }

    /// <inheritdoc/>
    public override void Read(GraphReader reader, ref T value, bool isPlace)
    {
        if (reader.Count(1) - 1 is var length && length != Length)
        {
            throw new GraphFormatException($"{typeof(T)} had {length} elements when it was written; here it has {Length}.");
        }

        foreach (ref TElement element in Elements(ref value))
        {
            GraphSlot<TElement>.Instance.Read(reader, ref element, isPlace: false);
        }
    }

    private static Span<TElement> Elements(ref T value) => MemoryMarshal.CreateSpan(ref Unsafe.As<T, TElement>(ref value), Length);
}

/// <summary>Structs: their type's number and their fields.</summary>
internal sealed class StructSlot<T> : GraphSlot<T>
    where T : struct
{
    private FieldsContent<T>? fields;

    /// <inheritdoc/>
    public override string Shape => "{";

    /// <inheritdoc/>
    public override void Write(GraphWriter writer, ref T value)
    {
        this.fields ??= (FieldsContent<T>)GraphContent.Of(typeof(T));
        writer.WriteType(this.fields);
        this.fields.WriteAll(writer, ref value);
    }

    /// <inheritdoc/>
    public override void Read(GraphReader reader, ref T value, bool isPlace)
    {
        WrittenType type = reader.ReadType(typeof(T));
        if (type.Local is not FieldsContent<T> local)
        {
            throw new GraphFormatException($"A {type.Name} stands where a {typeof(T)} is read.");
        }

        local.ReadAll(reader, type, ref value);
    }
}

/// <summary>References to objects.</summary>
internal sealed class ReferenceSlot<T> : GraphSlot<T?>
    where T : class
{
    /// <inheritdoc/>
    public override string Shape => "*";

    /// <inheritdoc/>
    public override void Write(GraphWriter writer, ref T? value) => writer.WriteReference(value);

    /// <inheritdoc/>
    public override void Read(GraphReader reader, ref T? value, bool isPlace) =>
        value = Require(reader.ReadReference(isPlace ? value : null, typeof(T)));

    /// <summary>The object as what belongs into the place.</summary>
    public static T? Require(object? read) => read is null ? null
        : read as T ?? throw new GraphFormatException($"A {read.GetType()} stands where a {typeof(T)} is read.");
}
