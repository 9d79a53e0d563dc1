using System.Runtime.CompilerServices;
using TransitHub.Archive.Days;
using TransitHub.Archive.Tables;
using TransitHub.Core.Storage;

namespace TransitHub.Archive.Reading;

/// <summary>
/// Reads an archive back as what was logged, in the log's order: a folder of days, one day's folder, or one table's file. A day of several shards comes
/// in the order of arrival, each shard's records in that of its log; what the shards told each other is left out, since all of it is there anyway.
/// </summary>
public static class ArchivedRecords
{
    /// <summary>Reads from the first record to the last.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ArchiveException">There is no archive, or a part of it is missing or damaged; thrown when reading comes to it.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IAsyncEnumerable<LoggedRecord> ReadAsync(string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return File.Exists(path) ? ReadFileAsync(path, cancellation) : ReadDaysAsync(DaysOf(path), cancellation);
    }

    /// <summary>Finds what there is to read, without reading it.</summary>
    /// <returns>The folders of days, in order.</returns>
    /// <exception cref="ArchiveException">There is none.</exception>
    private static IReadOnlyList<string>[] DaysOf(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new ArchiveException($"There is no {folder}: name an archive's folder (DATA/FEED/archive), one of its days, or one of their files.");
        }

        if (File.Exists(Path.Combine(folder, ArchiveFormat.ManifestName)))
        {
            return [[folder]];
        }

        IReadOnlyList<string>[] days = [.. new ArchiveFolder(folder).ListDaysOfAllShards().Select(d => d.Folders)];
        return days.Length > 0
            ? days
            : throw new ArchiveException($"{folder} holds no day of an archive: name an archive's folder (DATA/FEED/archive), one of its days, or one of their files.");
    }

    private static async IAsyncEnumerable<LoggedRecord> ReadDaysAsync(
        IReadOnlyList<IReadOnlyList<string>> days, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (IReadOnlyList<string> shards in days)
        {
            await foreach (LoggedRecord record in ReadDayAsync(shards, cancellation).ConfigureAwait(false))
            {
                yield return record;
            }
        }
    }

    private static IAsyncEnumerable<LoggedRecord> ReadDayAsync(IReadOnlyList<string> shards, CancellationToken cancellation) => shards is [string only]
        ? ReadFolderAsync(only, cancellation)
        : ShardMerge.InOrderOfArrivalAsync([.. shards.Select(folder => ReadFolderAsync(folder, cancellation))], cancellation);

    private static async IAsyncEnumerable<LoggedRecord> ReadFolderAsync(string day, [EnumeratorCancellation] CancellationToken cancellation)
    {
        DayManifest manifest = DayManifest.Read(day);
        List<TableReader> readers = [];
        try
        {
            foreach (ObservationTable table in ObservationTable.All)
            {
                string path = Path.Combine(day, table.Name + ArchiveFormat.Extension);
                await DayCheck.ThrowIfDamagedAsync(path, manifest, cancellation).ConfigureAwait(false);
                readers.Add(await TableReader.OpenAsync(path, table, cancellation).ConfigureAwait(false));
            }

            await foreach (LoggedRecord record in MergeAsync(readers, cancellation).ConfigureAwait(false))
            {
                yield return record;
            }
        }
        finally
        {
            await DisposeAsync(readers).ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<LoggedRecord> ReadFileAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        ObservationTable table = ObservationTable.All.FirstOrDefault(t => name == t.Name)
            ?? ObservationTable.All.FirstOrDefault(t => name.StartsWith(t.Name, StringComparison.Ordinal))
            ?? throw new ArchiveException(
                $"{path} is none of the tables that can be replayed: its name must begin with one of {string.Join(", ", ObservationTable.All.Select(t => t.Name))}.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (File.Exists(Path.Combine(folder, ArchiveFormat.ManifestName)))
        {
            await DayCheck.ThrowIfDamagedAsync(path, DayManifest.Read(folder), cancellation).ConfigureAwait(false);
        }

        TableReader reader = await TableReader.OpenAsync(path, table, cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await foreach (LoggedRecord record in MergeAsync([reader], cancellation).ConfigureAwait(false))
            {
                yield return record;
            }
        }
    }

    /// <summary>Gives the rows of all tables in the log's order; within a table they stand in it.</summary>
    private static async IAsyncEnumerable<LoggedRecord> MergeAsync(IReadOnlyList<TableReader> readers, [EnumeratorCancellation] CancellationToken cancellation)
    {
        PriorityQueue<(TableReader Reader, LoggedRecord Record), long> heads = new();
        foreach (TableReader reader in readers)
        {
            await PushAsync(reader).ConfigureAwait(false);
        }

        while (heads.TryDequeue(out (TableReader Reader, LoggedRecord Record) head, out _))
        {
            yield return head.Record;
            await PushAsync(head.Reader).ConfigureAwait(false);
        }

        async ValueTask PushAsync(TableReader reader)
        {
            if (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } record)
            {
                heads.Enqueue((reader, record), record.Sequence);
            }
        }
    }

    private static async ValueTask DisposeAsync(List<TableReader> readers)
    {
        foreach (TableReader reader in readers)
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
    }
}
