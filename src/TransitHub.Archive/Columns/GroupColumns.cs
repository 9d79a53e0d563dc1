namespace TransitHub.Archive.Columns;

/// <summary>The values of a group of rows, by column.</summary>
/// <param name="values">By name, as <see cref="Column{TRow}.ReadAsync"/> gives them.</param>
internal sealed class GroupColumns(IReadOnlyDictionary<string, Array> values)
{
    /// <summary>A column of text.</summary>
    public string?[] Texts(string name) => (string?[])values[name];

    /// <summary>A column of numbers, truths, days or moments.</summary>
    public T?[] Values<T>(string name)
        where T : struct => (T?[])values[name];

    /// <summary>A column of bytes.</summary>
    public ReadOnlyMemory<byte>[] Bytes(string name) => (ReadOnlyMemory<byte>[])values[name];
}
