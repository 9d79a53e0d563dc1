using System.Globalization;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules;
using TransitHub.Gtfs.Writing;
using TransitHub.Server.Commands.Validate;
using TransitHub.Server.Options;
using TransitHub.Server.Views;

namespace TransitHub.Server.Statics;

/// <summary>What became of an upload.</summary>
/// <param name="Version">The version that is kept; null: it is refused.</param>
/// <param name="IsNew">False: it was kept before.</param>
/// <param name="Bytes">Size of what was received.</param>
/// <param name="Reasons">Why it is refused, or what keeps such a version from going into service by itself.</param>
/// <param name="Findings">What the validator found.</param>
internal sealed record StaticUpload(StaticVersion? Version, bool IsNew, long Bytes, IReadOnlyList<string> Reasons, StaticFindings Findings);

/// <summary>
/// Static feeds that an admin uploads: received into a file, read and judged as one that is published, and kept beside the one in service. Reading takes memory and
/// seconds, so one is received and judged at a time. Nothing is unpacked to disk, and no name of a file in a zip becomes a path.
/// </summary>
internal sealed class StaticUploads
{
    /// <summary>Notices told of each kind.</summary>
    public const int NoticesPerCode = 5;

    private const string Part = "upload.part";

    /// <summary>So many times its zip a file may be: timetables shrink to a tenth, seldom to a fiftieth, and a zip that is made to fill the memory to a thousandth.</summary>
    private const long MostUnpacked = 100;

    /// <summary>As much any file may have, bytes: small feeds are no danger.</summary>
    private const long HarmlessBytes = 64 << 20;

    private readonly StaticVersions versions;
    private readonly HubOptions options;
    private readonly TimeProvider clock;
    private readonly Action<string, bool> say;
    private int isBusy;

    /// <summary>For a feed's versions; what a process that was killed left behind goes.</summary>
    /// <param name="versions">Where they are kept.</param>
    /// <param name="options">The operator's settings.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="say">Told what happens; true: it is trouble.</param>
    public StaticUploads(StaticVersions versions, HubOptions options, TimeProvider clock, Action<string, bool> say)
    {
        this.versions = versions;
        this.options = options;
        this.clock = clock;
        this.say = say;
        Directory.CreateDirectory(versions.Folder);
        File.Delete(this.PartFile);
    }

    /// <summary>The largest zip, bytes.</summary>
    public long MostBytes => (long)this.options.Statics.MaxUploadMegabytes << 20;

    private string PartFile => Path.Combine(this.versions.Folder, Part);

    /// <summary>Receives one and judges it.</summary>
    /// <param name="body">The zip; what bounds it throws.</param>
    /// <param name="current">What is in service.</param>
    /// <param name="who">The admin.</param>
    /// <param name="stop">Gives up, as when who sends it goes.</param>
    /// <returns>Null: another one is received or judged.</returns>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task<StaticUpload?> TryTakeAsync(Stream body, Schedule current, string who, CancellationToken stop)
    {
        if (Interlocked.Exchange(ref this.isBusy, 1) != 0)
        {
            return null;
        }

        try
        {
            FileStream file = PrivateFile.Open(this.PartFile, FileMode.Create);
            await using (file.ConfigureAwait(false))
            {
                await body.CopyToAsync(file, stop).ConfigureAwait(false);
            }

            // A thread of its own: those of the pool answer readers.
            StaticUpload upload = await Task.Factory.StartNew(() => this.Judge(current, stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            this.Note(upload, who);
            return upload;
        }
        finally
        {
            File.Delete(this.PartFile);
            Volatile.Write(ref this.isBusy, 0);
        }
    }

    private StaticUpload Judge(Schedule current, CancellationToken stop)
    {
        string file = this.PartFile;
        long bytes = new FileInfo(file).Length;
        ScheduleReadOptions reading = new() { NoticesPerCode = NoticesPerCode, MaxFileBytes = Math.Clamp(bytes * MostUnpacked, HarmlessBytes, new ScheduleReadOptions().MaxFileBytes) };
        Schedule next = ScheduleReader.Read(file, reading, cancellationToken: stop).Schedule;
        ValidationOptions by = new() { Today = StaticGate.TodayOf(next, this.clock), NoticesPerCode = NoticesPerCode, Reading = reading };
        ValidationReport found = GtfsValidator.Validate(file, by, cancellationToken: stop);
        IReadOnlyList<string> reasons = StaticGate.Judge(current, next, this.options.Statics.AllowErrors ? null : found, this.options.Statics);
        StaticFindings findings = StaticFindings.Of(new NoticeReport(next.Version, by, found));
        if (next.Patterns.Count == 0 || (found.HasErrors && !this.options.Statics.AllowErrors))
        {
            return new StaticUpload(null, false, bytes, reasons, findings);
        }

        (StaticVersion version, bool isNew) = this.versions.Keep(next, zip => GtfsZipWriter.Write(file, zip, stop), this.options.StaticVersions);
        return new StaticUpload(version, isNew, bytes, reasons, findings);
    }

    private void Note(StaticUpload upload, string who)
    {
        string outcome = upload.Version is null ? "refused" : "uploaded";
        this.versions.History.Add(new StaticEvent(
            Timestamp.Now(this.clock).UnixSeconds, outcome, upload.Version?.Version, upload.Version?.ContentHash, who, string.Empty, upload.Reasons, null, Bytes: upload.Bytes));
        this.say(
            string.Create(CultureInfo.InvariantCulture, $"A static GTFS of {upload.Bytes} bytes that {who} sent was {outcome}{(upload.Version is { } kept ? $" as version {kept.Version}" : string.Empty)}. {string.Join(' ', upload.Reasons)}"),
            upload.Version is null);
    }
}
