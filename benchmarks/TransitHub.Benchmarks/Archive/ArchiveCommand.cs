using System.CommandLine;
using System.Globalization;
using TransitHub.Archive;
using TransitHub.Archive.Days;
using TransitHub.Archive.Reading;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Benchmarks.Archive;

/// <summary>
/// `archive`: a recorded day through the gate into an observation log, from there into the archive and back, beside the same columns as gzip CSV: time,
/// bytes a row, memory; and whether what comes back is what was logged.
/// </summary>
internal static class ArchiveCommand
{
    private static readonly FeedId Feed = FeedId.Parse("city");

    public static Command Create()
    {
        Option<string> positions = new("--positions") { Required = true, HelpName = "FILE", Description = "A recording of one day, positions-csv." };
        Option<string> gtfs = new("--gtfs") { Required = true, HelpName = "ZIP", Description = "The static GTFS of that day." };
        Option<string?> keep = new("--keep") { HelpName = "DIR", Description = "Leaves log and archive there (default: they are removed)." };
        Command command = new("archive", "Measures rolling a day of the log into the archive, and reading it back.") { positions, gtfs, keep };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(positions)!, parsed.GetValue(gtfs)!, parsed.GetValue(keep), cancellation));
        return command;
    }

    private static async Task RunAsync(string positions, string gtfs, string? keep, CancellationToken cancellation)
    {
        string folder = keep ?? Directory.CreateTempSubdirectory("transithub-archive-").FullName;
        string log = SegmentObservationLog.FolderOf(folder, Feed);
        Schedule schedule = ScheduleReader.Read(gtfs, new ScheduleReadOptions(), progress: null, cancellation).Schedule;
        long rows = await FillAsync(log, positions, schedule, cancellation).ConfigureAwait(false);
        long logBytes = Directory.EnumerateFiles(log, "*.log").Sum(f => new FileInfo(f).Length);
        Print("log (segment files)", rows, logBytes, null);

        Print("read the log", rows, 0, await Measured.OfAsync(() => Task.FromResult(ObservationLogReader.Read(log, default, cancellationToken: cancellation).LongCount())).ConfigureAwait(false));
        string csv = Path.Combine(folder, "positions.csv.gz");
        Measured peer = await Measured.OfAsync(() => Task.FromResult(GzipCsv.Write(csv, ObservationLogReader.Read(log, default, cancellationToken: cancellation)))).ConfigureAwait(false);
        Print("gzip CSV of the same columns", rows, new FileInfo(csv).Length, peer);
        peer = await Measured.OfAsync(() => Task.FromResult(GzipCsv.CountRows(csv))).ConfigureAwait(false);
        Print("read the gzip CSV, lines only", rows, 0, peer);

        ArchiveDay day = ArchiveDay.At(ObservationLogReader.Read(log, default, cancellationToken: cancellation).First().Observation.ReceivedAt, schedule.TimeZone);
        ArchiveFolder archive = ArchiveFolder.Of(folder, Feed);
        string target = archive.FolderOf(day);
        Directory.CreateDirectory(archive.Path);
        foreach (bool visits in new[] { false, true })
        {
            var source = new ArchiveSource { Feed = Feed, Schedule = schedule, StopVisits = visits };
            DayManifest? manifest = null;
            Measured write = await Measured.OfAsync(async () =>
            {
                manifest = await DayWriter.WriteAsync(from => ObservationLogReader.Read(log, from, cancellationToken: cancellation), source, day, target, WorkPace.Full, cancellation).ConfigureAwait(false);
                return rows;
            }).ConfigureAwait(false);
            DayFile locations = manifest!.Files.First(f => f.Name == "vehicle_locations.parquet");
            Print(visits ? "archive, with stops visited" : "archive, without stops visited", rows, locations.Bytes, write);
            foreach (DayFile file in manifest.Files.Where(f => visits && f.Rows > 0))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {file.Name}: {file.Rows:N0} rows, {file.Bytes:N0} bytes, {(double)file.Bytes / file.Rows:F1} B a row"));
            }
        }

        long equal = 0;
        Print("read the archive", rows, 0, await Measured.OfAsync(() => Task.FromResult(ArchivedRecords.ReadAsync(target, cancellation).ToBlockingEnumerable(cancellation).LongCount())).ConfigureAwait(false));
        foreach ((LoggedRecord logged, LoggedRecord archived) in ObservationLogReader.Read(log, default, cancellationToken: cancellation).Zip(ArchivedRecords.ReadAsync(target, cancellation).ToBlockingEnumerable(cancellation)))
        {
            equal += logged == archived ? 1 : 0;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{equal:N0} of {rows:N0} records come back as they were logged"));
        if (keep is null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<long> FillAsync(string folder, string positions, Schedule schedule, CancellationToken cancellation)
    {
        var gate = new ObservationGate(new GateOptions(), schedule.Extent);
        using Recording recording = RecordingReader.Open(positions, RecordingFormat.PositionsCsv);
        await using SegmentObservationLog log = SegmentObservationLog.Open(folder, new ObservationLogOptions(), report: null);
        List<Observation> batch = [];
        while (recording.TryRead(out RecordedItem item))
        {
            if (item.Observation is { } observation && gate.Check(observation).Accepted is { } accepted)
            {
                batch.Add(accepted);
            }

            if (batch.Count >= 1000)
            {
                await log.AppendAsync(batch, cancellation).ConfigureAwait(false);
                batch.Clear();
            }
        }

        if (batch.Count > 0)
        {
            await log.AppendAsync(batch, cancellation).ConfigureAwait(false);
        }

        return log.LastSequence;
    }

    private static void Print(string what, long rows, long bytes, Measured? measured)
    {
        string size = bytes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes, {(double)bytes / rows:F1} B a row; ") : string.Empty;
        string time = measured is null ? string.Empty : string.Create(CultureInfo.InvariantCulture,
            $"{measured.Seconds:F1} s, {rows / measured.Seconds:N0} rows/s, {measured.CpuSeconds:F1} s of CPU, heap up by {measured.HeapBytes / 1e6:F0} MB at most, {measured.AllocatedBytes / rows:N0} B allocated a row");
        Console.WriteLine($"{what}: {size}{time}");
    }
}
