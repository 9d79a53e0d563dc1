using System.Text.Json;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Writing;

namespace TransitHub.Server.Statics;

/// <summary>
/// The static versions of one feed in a folder: a zip for each and a list. Consumers fetch a new version a day late and
/// look at it for more days, so the ones before stay available.
/// </summary>
internal sealed class StaticVersions
{
    /// <summary>Uploads that are kept and have not served: some to choose from, so that they do not push out what consumers may still hold.</summary>
    public const int MostWaiting = 3;

    private readonly Lock gate = new();
    private readonly string folder;
    private volatile IReadOnlyList<StaticVersion> versions;
    private volatile StaticVersion? current;

    /// <summary>Reads what the folder holds.</summary>
    public StaticVersions(string folder)
    {
        this.folder = folder;
        this.History = new StaticHistory(folder);
        string list = this.ListFile;
        this.versions = File.Exists(list) ? JsonSerializer.Deserialize<List<StaticVersion>>(File.ReadAllBytes(list)) ?? [] : [];
        this.versions = [.. this.versions.Where(v => File.Exists(this.FileOf(v)))];
    }

    /// <summary>The versions of a feed, with what was loaded as the current one.</summary>
    /// <param name="folder">The feed's folder.</param>
    /// <param name="loaded">What was loaded.</param>
    /// <param name="now">The present.</param>
    /// <param name="keep">How many versions are kept.</param>
    public static StaticVersions Of(string folder, LoadedSchedule loaded, Timestamp now, int keep)
    {
        var statics = new StaticVersions(Path.Combine(folder, "gtfs"));
        if (loaded.Path is { } path)
        {
            statics.Publish(loaded.Schedule, zip => GtfsZipWriter.Write(path, zip), now, keep);
        }

        return statics;
    }

    /// <summary>All kept versions, the newest first; the first is the current one.</summary>
    public IReadOnlyList<StaticVersion> All => this.versions;

    /// <summary>Those that served or are about to, which anybody may know of.</summary>
    public IReadOnlyList<StaticVersion> Served => [.. this.versions.Where(v => v.HasServed)];

    /// <summary>The one that real time refers to; null: the feed has no static GTFS.</summary>
    public StaticVersion? Current => this.current;

    /// <summary>What came into service when, by whom and why.</summary>
    public StaticHistory History { get; }

    /// <summary>The folder of the zips.</summary>
    public string Folder => this.folder;

    private string ListFile => Path.Combine(this.folder, "versions.json");

    /// <summary>Where a version's zip lies.</summary>
    public string FileOf(StaticVersion version) => Path.Combine(this.folder, version.ContentHash + ".zip");

    /// <summary>Finds a version by its name or content hash; the newest of that name.</summary>
    public StaticVersion? Find(string name) => this.versions.FirstOrDefault(v => v.Version == name || v.ContentHash == name);

    /// <summary>The same among those that anybody may know of.</summary>
    public StaticVersion? FindServed(string name) => this.Served.FirstOrDefault(v => v.Version == name || v.ContentHash == name);

    /// <summary>Makes a schedule the current version; writes its zip unless it is there, and drops the oldest beyond the bound.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="writeZip">Writes the schedule's zip.</param>
    /// <param name="now">The present.</param>
    /// <param name="keep">How many versions are kept.</param>
    public void Publish(Schedule schedule, Action<Stream> writeZip, Timestamp now, int keep)
    {
        lock (this.gate)
        {
            this.current = this.Add(schedule, writeZip, now);
            StaticVersion[] all = [this.current, .. this.versions.Where(v => v.ContentHash != this.current.ContentHash)];
            this.Replace(all[..Math.Min(keep, all.Length)]);
        }
    }

    /// <summary>Keeps an uploaded version that is not in service, beside the current one.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="writeZip">Writes the schedule's zip.</param>
    /// <param name="keep">How many versions are kept, from 2.</param>
    /// <returns>The version, and false where it was kept before.</returns>
    public (StaticVersion Version, bool IsNew) Keep(Schedule schedule, Action<Stream> writeZip, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 2);
        lock (this.gate)
        {
            if (this.versions.FirstOrDefault(v => v.ContentHash == schedule.ContentHash) is { } known)
            {
                return (known, false);
            }

            StaticVersion made = this.Write(schedule, writeZip, firstServedAt: 0);
            StaticVersion[] waiting = [made, .. this.versions.Where(v => !v.HasServed)];
            StaticVersion[] served = [.. this.versions.Where(v => v.HasServed)];
            StaticVersion[] all = [served[0], .. waiting.Take(MostWaiting), .. served.Skip(1)];
            this.Replace(all[..Math.Min(keep, all.Length)]);
            return (made, true);
        }
    }

    /// <summary>Has a version's zip ready beside the current one, so that both can be fetched before real time refers to it.</summary>
    public void Stage(Schedule schedule, Action<Stream> writeZip, Timestamp now)
    {
        lock (this.gate)
        {
            StaticVersion staged = this.Add(schedule, writeZip, now);
            this.versions = this.versions.Any(v => v.ContentHash == staged.ContentHash)
                ? [.. this.versions.Select(v => v.ContentHash == staged.ContentHash ? staged : v)]
                : [.. this.versions.Take(1), staged, .. this.versions.Skip(1)];
        }
    }

    /// <summary>Has a version that another process served, behind the current one; it can be fetched and brought into service here too.</summary>
    public void Keep(StaticVersion version, byte[] zip)
    {
        lock (this.gate)
        {
            Directory.CreateDirectory(this.folder);
            WriteWhole(this.FileOf(version), stream => stream.Write(zip));
            this.versions = [.. this.versions.Take(1), version, .. this.versions.Skip(1).Where(v => v.ContentHash != version.ContentHash)];
            WriteWhole(this.ListFile, stream => JsonSerializer.Serialize(stream, this.versions));
        }
    }

    /// <summary>Another list, with the files of what is not in it any more gone.</summary>
    private void Replace(StaticVersion[] kept)
    {
        StaticVersion[] dropped = [.. this.versions.Where(v => kept.All(k => k.ContentHash != v.ContentHash))];
        this.versions = kept;
        WriteWhole(this.ListFile, stream => JsonSerializer.Serialize(stream, this.versions));
        foreach (StaticVersion gone in dropped)
        {
            File.Delete(this.FileOf(gone));
        }
    }

    private StaticVersion Add(Schedule schedule, Action<Stream> writeZip, Timestamp now) =>
        this.versions.FirstOrDefault(v => v.ContentHash == schedule.ContentHash) is not { } known ? this.Write(schedule, writeZip, now.UnixSeconds)
        : known.HasServed ? known
        : known with { FirstServedAt = now.UnixSeconds };

    private StaticVersion Write(Schedule schedule, Action<Stream> writeZip, long firstServedAt)
    {
        Directory.CreateDirectory(this.folder);
        var version = new StaticVersion(
            schedule.Version, schedule.ContentHash, firstServedAt, 0, schedule.Services.FirstDate?.ToString(), schedule.Services.LastDate?.ToString());
        string file = this.FileOf(version);
        WriteWhole(file, writeZip);
        return version with { Bytes = new FileInfo(file).Length };
    }

    /// <summary>Writes beside and moves into place, so that no reader ever sees a part of a file.</summary>
    internal static void WriteWhole(string file, Action<Stream> write)
    {
        string next = file + ".new";
        try
        {
            using (FileStream stream = File.Create(next))
            {
                write(stream);
            }

            File.Move(next, file, overwrite: true);
        }
        finally
        {
            // There is none, unless it failed.
            File.Delete(next);
        }
    }
}
