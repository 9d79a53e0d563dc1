namespace TransitHub.Core.Graphs;

/// <summary>
/// Turns objects into bytes and back, by the names of their fields: what is written tells which fields it has, so a reader passes over those it does not
/// know, and leaves those alone that are not there. Equal objects give equal bytes. README.md has the form.
/// </summary>
/// <remarks>
/// It takes classes, records, structs, tuples, arrays, the usual collections, texts, numbers, enums and what may be null of them, private
/// fields included, and keeps which references are to the same object. Delegates, locks, the static feed and what is marked <see cref="NotKeptAttribute"/> are left out.
/// </remarks>
public static class GraphCodec
{

    /// <summary>The bytes of a value.</summary>
    /// <exception cref="NotSupportedException">It holds something that has no form; the message names it.</exception>
    public static byte[] Encode<T>(T value)
    {
        using var writer = new GraphWriter();
        writer.WriteRoot(value);
        return writer.ToArray();
    }

    /// <summary>The value of bytes.</summary>
    /// <param name="bytes">What <see cref="Encode"/> gave, here or in an older or newer hub.</param>
    /// <param name="known">Objects that are left out of what is written and that the value refers to, one of each type.</param>
    /// <exception cref="GraphFormatException">The bytes are no such value.</exception>
    public static T Decode<T>(ReadOnlyMemory<byte> bytes, params ReadOnlySpan<object> known) => new GraphReader(bytes, known).ReadRoot<T>();

    /// <summary>The bytes of an object whose parts stand in place when it is made, so that only what they hold is kept.</summary>
    internal static byte[] Save(object root)
    {
        using var writer = new GraphWriter();
        writer.WriteInPlace(root);
        return writer.ToArray();
    }

    /// <summary>Fills a newly made object and its parts with what <see cref="Save"/> gave of another.</summary>
    /// <exception cref="GraphFormatException">The bytes do not fit; the object is in no usable state then.</exception>
    internal static void Restore(object root, ReadOnlyMemory<byte> bytes, params ReadOnlySpan<object> known) => new GraphReader(bytes, known).ReadInPlace(root);
}
