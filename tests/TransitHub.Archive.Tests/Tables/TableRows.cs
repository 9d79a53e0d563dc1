using Parquet;
using Parquet.Serialization;

namespace TransitHub.Archive.Tests.Tables;

/// <summary>Reads a table as somebody else would, by its columns' names.</summary>
internal static class TableRows
{
    public static async Task<IReadOnlyList<Dictionary<string, object>>> ReadAsync(string folder, string table)
    {
        using FileStream file = File.OpenRead(Path.Combine(folder, table + ".parquet"));
        var result = await ParquetSerializer.DeserializeUntypedAsync(file, new ParquetOptions { UseDateOnlyTypeForDates = true });
        return [.. result.Data];
    }
}
