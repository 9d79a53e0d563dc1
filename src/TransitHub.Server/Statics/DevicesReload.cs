using TransitHub.Core.Devices;
using TransitHub.Gtfs;
using TransitHub.Server.Commands;
using TransitHub.Server.Options;

namespace TransitHub.Server.Statics;

/// <summary>
/// Reads a devices file again when it was changed. One with mistakes is told of and the former one stands, so that a slip of the pen
/// never takes the cameras off the map.
/// </summary>
/// <param name="feed">Names the file.</param>
/// <param name="schedule">The feed's schedule, as it is now.</param>
/// <param name="take">Takes what was read.</param>
/// <param name="say">Hears what was found.</param>
internal sealed class DevicesReload(FeedSettings feed, Func<Schedule> schedule, Action<DeviceRegistry> take, Action<string> say)
{
    private (DateTime Written, long Bytes) seen = StampOf(feed.Devices);

    /// <summary>Looks whether it was changed, and reads it if so.</summary>
    /// <returns>True: another one is in force.</returns>
    public bool Check()
    {
        (DateTime Written, long Bytes) now = StampOf(feed.Devices);
        if (now == this.seen || now == default)
        {
            return false;
        }

        this.seen = now;
        try
        {
            take(DevicesLoader.Load(feed, schedule(), say));
            return true;
        }
        catch (CommandException exception)
        {
            say($"{exception.Message}{Environment.NewLine}The devices as they were before stay in force.");
            return false;
        }
    }

    /// <summary>When it was written and how long it is; default: there is none, as while an editor replaces it.</summary>
    private static (DateTime Written, long Bytes) StampOf(string? path)
    {
        if (string.IsNullOrEmpty(path) || new FileInfo(path) is not { Exists: true } file)
        {
            return default;
        }

        return (file.LastWriteTimeUtc, file.Length);
    }
}
