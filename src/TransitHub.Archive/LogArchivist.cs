using System.Globalization;
using NodaTime;
using TransitHub.Archive.Days;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;

namespace TransitHub.Archive;

/// <summary>
/// Rolls days that are over from a feed's log into its archive, the oldest first, and removes the days that are not kept any more. One caller at
/// a time.
/// </summary>
/// <param name="read">Reads the log from a moment on: from the first record received at or after it.</param>
/// <param name="source">The feed, as it is at the moment of asking: devices come and go.</param>
/// <param name="folder">Its archive.</param>
/// <param name="options">The operator's settings.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="report">Hears what the operator should know.</param>
public sealed class LogArchivist(
    Func<Timestamp, IEnumerable<LoggedRecord>> read, Func<ArchiveSource> source, ArchiveFolder folder, ArchiveOptions options, TimeProvider clock, Action<ArchiveNotice> report)
{
    private readonly HashSet<string> troubles = [];

    /// <summary>The last day up to which all was done elsewhere, so that nothing is looked for in the folder; null: none.</summary>
    public LocalDate? DoneBefore { get; set; }

    /// <summary>The last day up to which nothing is left to do, as of the last turn; null: none.</summary>
    public LocalDate? DoneThrough { get; private set; }

    /// <summary>
    /// Rolls every day that is due and removes what is not kept. Trouble is reported once, and what it kept from being done is tried again at the
    /// next call; other days do not wait for it.
    /// </summary>
    /// <param name="cancellation">Ends the work; nothing is left of a day that was begun.</param>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        if (!options.Enabled)
        {
            return;
        }

        try
        {
            bool isDone = await this.RollAsync(cancellation).ConfigureAwait(false);
            this.RemoveSurplus();
            if (isDone)
            {
                this.troubles.Clear();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            this.ReportOnce($"The archive in {folder.Path} cannot be brought up to date, the next try follows: {exception.Message}");
        }
    }

    /// <summary>From where on the log is still needed: the days not yet done, and what goes before the first of them.</summary>
    /// <param name="zone">The feed's zone.</param>
    /// <returns>Null: from its beginning.</returns>
    public Timestamp? NeededFrom(DateTimeZone zone) =>
        (this.DoneThrough ?? this.DoneBefore) is { } done ? ArchiveDay.Of(done.PlusDays(1), zone).From.AddSeconds(-DayWriter.WarmUpSeconds) : null;

    /// <summary>True when no day that is due is left.</summary>
    private async Task<bool> RollAsync(CancellationToken cancellation)
    {
        this.DoneThrough = this.DoneBefore;
        ArchiveSource feed = source();
        Timestamp now = Timestamp.Now(clock);
        ArchiveDay today = ArchiveDay.At(now, feed.Schedule.TimeZone);
        bool isDone = true;
        ArchiveDay? day = this.FirstDay(feed, new Timestamp(long.MinValue));
        for (; day is not null && now.SecondsSince(day.To) >= options.AfterHours * 3600; day = this.DayAfter(feed, day))
        {
            bool isGone = day.Date <= this.DoneBefore || ArchiveRetention.IsTooOld(day.Date, today.Date, options) || day.Date <= folder.RemovedThrough;
            if (!isGone && !folder.Has(day))
            {
                isDone &= await this.TryRollAsync(feed, day, cancellation).ConfigureAwait(false);
            }

            if (isDone && !(day.Date <= this.DoneThrough))
            {
                this.DoneThrough = day.Date;
            }
        }

        return isDone;
    }

    private async Task<bool> TryRollAsync(ArchiveSource feed, ArchiveDay day, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(folder.Path);
            DayManifest? manifest = await DayWriter.WriteAsync(
                read, feed, day, folder.FolderOf(day), new WorkPace(options.CoreShare, clock), cancellation).ConfigureAwait(false);
            if (manifest is not null)
            {
                this.Report(day, manifest);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            this.ReportOnce($"The day {day.Name} cannot be archived, the next try follows: {exception.Message}");
            return false;
        }
    }

    private void ReportOnce(string message)
    {
        if (this.troubles.Add(message))
        {
            report(new ArchiveNotice(IsTrouble: true, message));
        }
    }

    /// <summary>The first day at or after a moment that the log has records of: a hub may have been down for years.</summary>
    private ArchiveDay? FirstDay(ArchiveSource feed, Timestamp from)
    {
        foreach (LoggedRecord record in read(from))
        {
            return ArchiveDay.At(record.Observation.ReceivedAt, feed.Schedule.TimeZone);
        }

        return null;
    }

    private ArchiveDay? DayAfter(ArchiveSource feed, ArchiveDay day)
    {
        try
        {
            return this.FirstDay(feed, day.To);
        }
        catch (IOException)
        {
            // Whoever rolls that day says what is wrong; the days behind it do not wait.
            return ArchiveDay.Of(day.Date.PlusDays(1), feed.Schedule.TimeZone);
        }
    }

    private void Report(ArchiveDay day, DayManifest manifest)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        string rows = string.Join(", ", manifest.Files.Where(f => f.Rows > 0).Select(f => string.Create(plain, $"{f.Rows:N0} {Path.GetFileNameWithoutExtension(f.Name)}")));
        report(new ArchiveNotice(IsTrouble: false, string.Create(plain, $"Archived {day.Name}: {rows}; {manifest.Files.Sum(f => f.Bytes):N0} bytes in {folder.FolderOf(day)}")));
        if (manifest.MissingRecords > 0)
        {
            report(new ArchiveNotice(IsTrouble: true, string.Create(plain, $"The archived day {day.Name} lacks {manifest.MissingRecords:N0} records between sequences {manifest.FirstSequence} and {manifest.LastSequence}: files of the log were moved away. Put them back and remove {folder.FolderOf(day)} to have it made anew.")));
        }

        if (manifest.BeginsLate)
        {
            report(new ArchiveNotice(IsTrouble: true, string.Create(plain, $"The archived day {day.Name} begins with sequence {manifest.FirstSequence}: the log had removed what came before. Raise Log:RetainHours or Log:RetainBytes to archive whole days.")));
        }
    }

    private void RemoveSurplus()
    {
        ArchiveDay today = ArchiveDay.At(Timestamp.Now(clock), source().Schedule.TimeZone);
        foreach ((LocalDate date, string path, long bytes, string reason) in ArchiveRetention.Surplus(folder.ListDays(), today.Date, options))
        {
            folder.RemovedThrough = date;

            // The list goes first: a day that is removed in part is none.
            File.Delete(Path.Combine(path, ArchiveFormat.ManifestName));
            Directory.Delete(path, recursive: true);
            report(new ArchiveNotice(IsTrouble: false, string.Create(CultureInfo.InvariantCulture, $"Removed the archived day {Path.GetFileName(path)}, {bytes:N0} bytes: {reason}")));
        }
    }
}
