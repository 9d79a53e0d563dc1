using System.IO.Hashing;
using System.Runtime.InteropServices;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.General;

/// <summary>
/// Two rows have the same key of several columns (duplicate_key, ERROR): which of them counts is left to chance. Remove or
/// correct one. Keys of one column are found while loading, those of trips' times and shapes' points by rules that see them
/// in order. <see href="https://gtfs.org/documentation/schedule/reference/#dataset-attributes"/>
/// </summary>
internal sealed class CompositeKeys() : FeedRule(Duplicate)
{
    public static readonly RuleCode Duplicate = RuleCode.Error("duplicate_key", "Two rows have the same key.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        foreach (var table in feed.All)
        {
            if (table.Schema.Key.Length > 1 && table != feed.StopTimes && table != feed.Shapes)
            {
                Check(table, report);
            }
        }
    }

    private static void Check(GtfsTable table, RuleReport report)
    {
        TableColumn[] key = [.. table.Schema.Key.Select(table.Column)];
        var seen = new Dictionary<ulong, int>(table.Count);
        Span<int> values = stackalloc int[key.Length];
        for (var row = 0; row < table.Count; row++)
        {
            for (var at = 0; at < key.Length; at++)
            {
                values[at] = key[at] is TextColumn text ? text[row] : ((IntColumn)key[at])[row];
            }

            var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(values));
            if (!seen.TryAdd(hash, row) && report.Wants(Duplicate))
            {
                report.Add(Duplicate, table, row, table.Schema.Key[0], $"Line {table.Line(seen[hash])} has the same key. Remove or correct one of them.",
                    Detail("oldCsvRowNumber", table.Line(seen[hash])),
                    Detail("newCsvRowNumber", table.Line(row)),
                    Detail("fieldNames", string.Join(", ", table.Schema.Key)),
                    Detail("fieldValues", string.Join(", ", key.Select(column => column.Text(row)))));
            }
        }
    }
}
