using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Archive;
using TransitHub.Archive.Days;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Gtfs;
using TransitHub.Redis;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Commands.Archive;

/// <summary>Exports a day from the logs that shards have in Redis, a folder for each shard.</summary>
internal static class ShardExport
{
    /// <summary>As many shards as <see cref="FeedSettings.Shards"/> allows.</summary>
    private const int MostShards = 64;

    /// <summary>Writes it.</summary>
    /// <param name="asked">The feed and the hub's settings, with its Redis.</param>
    /// <param name="schedule">The static feed.</param>
    /// <param name="day">The day.</param>
    /// <param name="target">The day's folder; those of several shards have their numbers behind its name.</param>
    /// <param name="cancellation">Ends the work; days of shards that are whole stay.</param>
    /// <returns>What was written and where.</returns>
    /// <exception cref="CommandException">No shard has anything of that day.</exception>
    /// <exception cref="IOException">Redis failed, or a folder cannot be written.</exception>
    public static async Task<IReadOnlyList<(string Folder, DayManifest Day)>> WriteAsync(
        ExportedFeed asked, Schedule schedule, ArchiveDay day, string target, CancellationToken cancellation)
    {
        RedisStorage storage = await RedisStorage.OpenAsync(asked.Options.Redis!, TimeProvider.System, NullLogger.Instance, cancellation).ConfigureAwait(false);
        await using (storage.ConfigureAwait(false))
        {
            IReadOnlyList<IObservationLog> logs = await OpenAsync(storage, asked.Id, cancellation).ConfigureAwait(false);
            var folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
            DevicesText? shared = asked.HasDevicesFile ? null : await new SharedDevices(asked.Id, storage.Registry).FindLaterAsync(cancellation).ConfigureAwait(false);
            ArchiveSource source = asked.Source(schedule, isGated: false, shared);
            List<(string Folder, DayManifest Day)> written = [];
            for (int shard = 0; shard < logs.Count; shard++)
            {
                IObservationLog log = logs[shard];
                string place = new ArchiveFolder(folder, logs.Count > 1 ? shard : null).FolderOf(day);
                DayManifest? manifest = log.LastSequence == 0 ? null : await DayWriter.WriteAsync(
                    from => log.Read(from, cancellation), source, day, place, WorkPace.Full, cancellation).ConfigureAwait(false);
                if (manifest is not null)
                {
                    written.Add((place, manifest));
                }
            }

            return written.Count > 0
                ? written
                : throw CommandException.WrongUse($"The logs of feed {asked.Id} in Redis have no record of {day.Name}: they keep records until a day is archived (Archive:Enabled), else for Redis:RetainHours. See also --feed and Redis:KeyPrefix.");
        }
    }

    /// <summary>The logs up to the last one that has anything.</summary>
    private static async Task<IReadOnlyList<IObservationLog>> OpenAsync(RedisStorage storage, FeedId feed, CancellationToken cancellation)
    {
        List<IObservationLog> logs = [];
        for (int shard = 0; shard < MostShards; shard++)
        {
            logs.Add(await storage.OpenLogAsync(ShardId.From(feed, shard), null, null, cancellation).ConfigureAwait(false));
        }

        return logs[..(logs.FindLastIndex(l => l.LastSequence > 0) + 1)];
    }
}
