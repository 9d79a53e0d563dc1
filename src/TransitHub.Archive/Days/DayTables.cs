using TransitHub.Archive.Columns;
using TransitHub.Archive.Tables;
using TransitHub.Core.Fusion.Progress;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;

namespace TransitHub.Archive.Days;

/// <summary>The files of one day while they are written: one for each table, also for those without rows.</summary>
internal sealed class DayTables : IAsyncDisposable
{
    private readonly string folder;
    private readonly PassengerEventsTable events;
    private readonly List<(ObservationTable Table, TableFile<LoggedRecord> File)> observations = [];
    private TableFile<PassengerEvent>? eventFile;
    private TableFile<StopVisit>? visitFile;

    private DayTables(string folder, ArchiveSource source)
    {
        this.folder = folder;
        this.events = new PassengerEventsTable(source.Schedule);
    }

    /// <summary>Makes the files.</summary>
    /// <param name="folder">Where; it is there and empty.</param>
    /// <param name="source">The feed.</param>
    /// <param name="day">yyyy-MM-dd.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<DayTables> CreateAsync(string folder, ArchiveSource source, string day, CancellationToken cancellation)
    {
        Dictionary<string, string> notes = new()
        {
            [ArchiveFormat.VersionKey] = ArchiveFormat.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            [ArchiveFormat.FeedKey] = source.Feed.ToString(),
            [ArchiveFormat.DayKey] = day,
        };
        var tables = new DayTables(folder, source);
        try
        {
            foreach (ObservationTable table in ObservationTable.All)
            {
                tables.observations.Add((table, await TableFile<LoggedRecord>.CreateAsync(tables.PathOf(table.Name), table.Columns, notes, cancellation).ConfigureAwait(false)));
            }

            tables.eventFile = await TableFile<PassengerEvent>.CreateAsync(
                tables.PathOf(PassengerEventsTable.Name), PassengerEventsTable.Columns, notes, cancellation).ConfigureAwait(false);
            tables.visitFile = await TableFile<StopVisit>.CreateAsync(
                tables.PathOf(StopVisitsTable.Name), new StopVisitsTable(source.Schedule).Columns, notes, cancellation).ConfigureAwait(false);
            return tables;
        }
        catch
        {
            await tables.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes a record of the day.</summary>
    public async ValueTask AddAsync(LoggedRecord record, CancellationToken cancellation)
    {
        TableFile<LoggedRecord> file = this.observations.Find(o => o.Table.Takes(record.Observation)).File;
        await file.AddAsync(record, cancellation).ConfigureAwait(false);
        if (record.Observation is PassengerCount count)
        {
            await this.AddEventsAsync(record.Sequence, count, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a visit of the day.</summary>
    public ValueTask AddAsync(StopVisit visit, CancellationToken cancellation) => this.visitFile!.AddAsync(visit, cancellation);

    /// <summary>Writes the files to their end; gives the list of them.</summary>
    public async Task<IReadOnlyList<DayFile>> FinishAsync(CancellationToken cancellation)
    {
        List<DayFile> files = [];
        foreach ((ObservationTable table, TableFile<LoggedRecord> file) in this.observations)
        {
            files.Add(await this.FinishAsync(table.Name, file, cancellation).ConfigureAwait(false));
        }

        files.Add(await this.FinishAsync(PassengerEventsTable.Name, this.eventFile!, cancellation).ConfigureAwait(false));
        files.Add(await this.FinishAsync(StopVisitsTable.Name, this.visitFile!, cancellation).ConfigureAwait(false));
        return files;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach ((_, TableFile<LoggedRecord> file) in this.observations)
        {
            await file.DisposeAsync().ConfigureAwait(false);
        }

        foreach (IAsyncDisposable? file in new IAsyncDisposable?[] { this.eventFile, this.visitFile })
        {
            if (file is not null)
            {
                await file.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask AddEventsAsync(long sequence, PassengerCount count, CancellationToken cancellation)
    {
        foreach (PassengerEvent told in this.events.Of(sequence, count))
        {
            await this.eventFile!.AddAsync(told, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<DayFile> FinishAsync<TRow>(string name, TableFile<TRow> file, CancellationToken cancellation)
    {
        await file.FinishAsync(cancellation).ConfigureAwait(false);
        await file.DisposeAsync().ConfigureAwait(false);
        string path = this.PathOf(name);
        return new DayFile(Path.GetFileName(path), file.Count, new FileInfo(path).Length, await FileChecksum.OfAsync(path, cancellation).ConfigureAwait(false));
    }

    private string PathOf(string table) => Path.Combine(this.folder, table + ArchiveFormat.Extension);
}
