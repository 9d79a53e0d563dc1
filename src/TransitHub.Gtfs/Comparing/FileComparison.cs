using System.IO.Hashing;
using TransitHub.Gtfs.Csv;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Sources;

namespace TransitHub.Gtfs.Comparing;

/// <summary>
/// Compares the files of two feeds by hashes of their rows, so that fares, transfers and files that nothing else reads are seen too. Eight bytes a row
/// are held of one file at a time.
/// </summary>
internal static class FileComparison
{
    public static IReadOnlyList<FileChange> Compare(string before, string after, CancellationToken cancellation)
    {
        using var former = Open(before);
        using var later = Open(after);
        var names = former.Entries.Concat(later.Entries).Select(entry => entry.Name).Distinct(StringComparer.Ordinal);
        return [.. names.OrderBy(GtfsFiles.Rank).ThenBy(name => name, StringComparer.Ordinal).Select(name => Compare(name, former, later, cancellation))];
    }

    /// <summary>What cannot be opened is no feed from which all has gone.</summary>
    private static FeedSource Open(string path)
    {
        var notices = new NoticeList();
        var source = FeedSource.Open(path, notices);
        return source.Entries.Count > 0
            ? source
            : throw new InvalidDataException($"{path}: {(notices.Count > 0 ? notices[0].Message : "There is no file in the zip or folder.")}");
    }

    private static FileChange Compare(string name, FeedSource former, FeedSource later, CancellationToken cancellation)
    {
        var before = Hashes(former, name, cancellation);
        var after = Hashes(later, name, cancellation);
        var (added, removed) = Differences(before ?? [], after ?? []);
        return new FileChange(name, before?.Count, after?.Count, added, removed);
    }

    private static (long Added, long Removed) Differences(List<ulong> before, List<ulong> after)
    {
        before.Sort();
        after.Sort();
        var (i, j, added, removed) = (0, 0, 0L, 0L);
        while (i < before.Count || j < after.Count)
        {
            if (j == after.Count || (i < before.Count && before[i] < after[j]))
            {
                removed++;
                i++;
            }
            else if (i == before.Count || after[j] < before[i])
            {
                added++;
                j++;
            }
            else
            {
                i++;
                j++;
            }
        }

        return (added, removed);
    }

    private static List<ulong>? Hashes(FeedSource source, string name, CancellationToken cancellation)
    {
        if (source.Entries.FirstOrDefault(entry => entry.Name == name) is not { } entry)
        {
            return null;
        }

        using var stream = source.OpenEntry(entry);
        if (!name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
        {
            var whole = new XxHash3();
            whole.Append(stream);
            return [whole.GetCurrentHashAsUInt64()];
        }

        using var rows = new CsvRows(TextEncodings.ToUtf8(stream, out _));
        return rows.Read() ? RowHashes(rows, cancellation) : [];
    }

    /// <summary>The sum over the fields does not depend on the columns' order, and an empty field counts like an absent column.</summary>
    private static List<ulong> RowHashes(CsvRows rows, CancellationToken cancellation)
    {
        var columns = new long[rows.FieldCount];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = unchecked((long)XxHash3.HashToUInt64(rows[column].Trim(" \t"u8)));
        }

        var hashes = new List<ulong>();
        while (rows.Read())
        {
            if ((hashes.Count & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var hash = 0UL;
            for (var field = 0; field < Math.Min(rows.FieldCount, columns.Length); field++)
            {
                if (!rows[field].IsEmpty)
                {
                    hash = unchecked(hash + XxHash3.HashToUInt64(rows[field], columns[field]));
                }
            }

            hashes.Add(hash);
        }

        return hashes;
    }
}
