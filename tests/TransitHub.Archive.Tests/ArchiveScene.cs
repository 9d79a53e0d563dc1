using TransitHub.Archive.Days;
using TransitHub.Archive.Reading;
using TransitHub.Core.Storage;

namespace TransitHub.Archive.Tests;

/// <summary>A data folder of its own for one test.</summary>
internal sealed class ArchiveScene : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("transithub-archive-").FullName;

    public ArchiveFolder Archive => ArchiveFolder.Of(this.Path, Samples.City);

    /// <summary>The day that begins so many days after <see cref="Samples.Midnight"/>.</summary>
    public static ArchiveDay Day(int day = 0) => ArchiveDay.At(Samples.At(day * 86_400.0), Samples.Schedule.TimeZone);

    public string FolderOf(int day = 0) => this.Archive.FolderOf(Day(day));

    public async Task<DayManifest?> WriteAsync(MemoryLog log, int day = 0, ArchiveSource? source = null)
    {
        Directory.CreateDirectory(this.Archive.Path);
        return await DayWriter.WriteAsync(log.Read, source ?? Samples.Source, Day(day), this.FolderOf(day), WorkPace.Full, CancellationToken.None);
    }

    public static async Task<List<LoggedRecord>> ReadAsync(string path)
    {
        List<LoggedRecord> records = [];
        await foreach (LoggedRecord record in ArchivedRecords.ReadAsync(path, CancellationToken.None))
        {
            records.Add(record);
        }

        return records;
    }

    public void Dispose() => Directory.Delete(this.Path, recursive: true);
}
