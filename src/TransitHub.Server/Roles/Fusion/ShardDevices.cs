using TransitHub.Core.Ids;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Roles.Fusion;

/// <summary>
/// The devices with which shards of a feed are taken up: those of this process's own file, else the newest that all processes share, looked for at each
/// take-up. A shard keeps those with which it was taken up. Any thread.
/// </summary>
internal sealed class ShardDevices
{
    private readonly Lock sync = new();
    private readonly DevicesReload? reload;
    private LoadedSchedule newest;
    private bool isKnown;

    /// <summary>Asks for nothing yet.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="loaded">Its static feed, with the devices of this process's own file.</param>
    /// <param name="context">What the process works with.</param>
    /// <param name="logger">Hears what was found.</param>
    public ShardDevices(FeedId feed, LoadedSchedule loaded, RoleContext context, ILogger logger)
    {
        this.newest = loaded;
        this.reload = context.HasDevicesFile(feed) ? null : context.ReloadOf(
            feed,
            () => loaded.Schedule,
            read =>
            {
                this.newest = this.newest with { Devices = read };
                this.isKnown = true;
            },
            logger);
    }

    /// <summary>The static feed with the devices of now.</summary>
    /// <exception cref="IOException">
    /// None were read yet, and those that are there cannot be: a shard without its devices would be made anew, and once more when they can be read.
    /// </exception>
    public LoadedSchedule Newest(CancellationToken cancellation)
    {
        lock (this.sync)
        {
            if (this.reload is not null)
            {
                this.reload.CheckAsync(cancellation).AsTask().GetAwaiter().GetResult();
                if (!this.isKnown && this.reload.Problem is { } problem)
                {
                    throw new IOException(problem);
                }
            }

            return this.newest;
        }
    }
}
