using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Registry;

namespace TransitHub.Server.Statics;

/// <summary>The devices of a feed as all processes of a hub share them. Nothing counts as known at first.</summary>
/// <param name="feed">The feed.</param>
/// <param name="store">Where they are.</param>
internal sealed class SharedDevices(FeedId feed, IDeviceRegistryStore store) : IDevicesSource
{
    private long known;

    /// <inheritdoc/>
    public async ValueTask<DevicesText?> FindLaterAsync(CancellationToken cancellation)
    {
        if (await store.FindAsync(feed, this.known, cancellation).ConfigureAwait(false) is not { } later)
        {
            return null;
        }

        this.known = later.Version;
        string name = string.Create(CultureInfo.InvariantCulture, $"version {later.Version}");
        return new DevicesText($"The shared devices file of feed {feed}, {name},", name, later.Text);
    }
}
