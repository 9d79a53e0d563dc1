using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TransitHub.Core.Graphs;

/// <summary>Arrays. Those of numbers are written at once.</summary>
internal sealed class ArrayContent<T>() : CollectionContent<T[]>('A', GraphSlot<T>.Instance.Shape)
{
    private static readonly bool IsNumbers = typeof(T).IsPrimitive || typeof(T).IsEnum;
    private static readonly bool IsObjects = !typeof(T).IsValueType;

    /// <inheritdoc/>
    protected override int CountOf(T[] collection) => collection.Length;

    /// <inheritdoc/>
    protected override T[] Make(int count) => count == 0 ? [] : new T[count];

    /// <inheritdoc/>
    protected override bool CanTake(T[] standing, int count) => standing.Length == count;

    /// <inheritdoc/>
    protected override void WriteElements(GraphWriter writer, T[] collection)
    {
        if (IsNumbers)
        {
            writer.Raw<byte>(BytesOf(collection));
            return;
        }

        for (int i = 0; i < collection.Length; i++)
        {
            GraphSlot<T>.Instance.Write(writer, ref collection[i]);
        }
    }

    /// <inheritdoc/>
    protected override void ReadElements(GraphReader reader, T[] collection, int count)
    {
        if (IsNumbers)
        {
            reader.Raw(BytesOf(collection));
            return;
        }

        for (int i = 0; i < collection.Length; i++)
        {
            GraphSlot<T>.Instance.Read(reader, ref collection[i], isPlace: IsObjects);
        }
    }

    private static Span<byte> BytesOf(T[] numbers) => numbers.Length == 0 ? []
        : MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(numbers)), checked(numbers.Length * Unsafe.SizeOf<T>()));
}
