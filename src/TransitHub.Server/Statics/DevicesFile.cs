namespace TransitHub.Server.Statics;

/// <summary>A devices file that may be written again. What it was when this was made counts as known.</summary>
/// <param name="path">The file.</param>
internal sealed class DevicesFile(string path) : IDevicesSource
{
    private (DateTime Written, long Bytes) seen = StampOf(path);

    /// <inheritdoc/>
    public ValueTask<DevicesText?> FindLaterAsync(CancellationToken cancellation)
    {
        (DateTime Written, long Bytes) now = StampOf(path);
        if (now == this.seen || now == default)
        {
            return ValueTask.FromResult<DevicesText?>(null);
        }

        this.seen = now;
        return ValueTask.FromResult<DevicesText?>(DevicesLoader.ReadText(path));
    }

    /// <summary>When it was written and how long it is; default: there is none, as while an editor replaces it.</summary>
    private static (DateTime Written, long Bytes) StampOf(string path) =>
        new FileInfo(path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;
}
