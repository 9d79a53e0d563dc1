using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TransitHub.Core.Graphs;

/// <summary>How the value of a place (a field, an element) is written: whole, or as a reference to an object.</summary>
internal abstract class GraphSlot
{
    private static readonly ConcurrentDictionary<Type, GraphSlot> Slots = new();

    /// <summary>What others have to know to pass over it; the README lists the letters.</summary>
    public abstract string Shape { get; }

    /// <summary>The slot of a type.</summary>
    /// <exception cref="NotSupportedException">There is none; the message names it.</exception>
    public static GraphSlot Of(Type type) => Slots.GetOrAdd(type, static t => Make(t));

    /// <summary>Passes over a value of a shape.</summary>
    public static void Skip(GraphReader reader, ReadOnlySpan<char> shape)
    {
        switch (shape.Length > 0 ? shape[0] : ' ')
        {
            case 'n':
                reader.Skip(shape[1] - '0');
                break;
            case 's':
                reader.Text();
                break;
            case '?' when reader.Raw<byte>() != 0:
                Skip(reader, shape[1..]);
                break;
            case '?':
                break;
            case '[':
                for (int left = reader.Count() - 1; left > 0; left--)
                {
                    Skip(reader, shape[1..]);
                }

                break;
            case '{':
                reader.ReadType(null).SkipFields(reader);
                break;
            case '*':
                reader.ReadReference(null, null);
                break;
            default:
                throw reader.Damaged($"the shape '{shape}', which this hub does not know");
        }
    }

    private static GraphSlot Make(Type type)
    {
        if (type == typeof(string))
        {
            return new TextSlot();
        }

        if (type.IsPointer || type.IsByRefLike)
        {
            throw new NotSupportedException($"{type} has no form in a graph.");
        }

        Type slot = type.IsEnum || type.IsPrimitive ? typeof(NumberSlot<>).MakeGenericType(type)
            : Nullable.GetUnderlyingType(type) is { } inner ? typeof(NullableSlot<>).MakeGenericType(inner)
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? typeof(ImmutableArraySlot<>).MakeGenericType(type.GenericTypeArguments)
            : type.GetCustomAttribute<InlineArrayAttribute>() is not null ? typeof(InlineArraySlot<,>).MakeGenericType(type, ElementOf(type))
            : type.IsValueType ? typeof(StructSlot<>).MakeGenericType(type)
            : typeof(ReferenceSlot<>).MakeGenericType(type);
        return (GraphSlot)Activator.CreateInstance(slot)!;
    }

    private static Type ElementOf(Type inlineArray) =>
        inlineArray.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single().FieldType;
}

/// <summary>The same for one type.</summary>
internal abstract class GraphSlot<T> : GraphSlot
{
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "The slot of a type is found by the type.")]
    public static GraphSlot<T> Instance { get; } = (GraphSlot<T>)Of(typeof(T));

    /// <summary>Writes the value.</summary>
    public abstract void Write(GraphWriter writer, ref T value);

    /// <summary>Reads the value.</summary>
    /// <param name="reader">The bytes.</param>
    /// <param name="value">Where to.</param>
    /// <param name="isPlace">The object that stands there may be filled instead of being replaced.</param>
    public abstract void Read(GraphReader reader, ref T value, bool isPlace);
}
