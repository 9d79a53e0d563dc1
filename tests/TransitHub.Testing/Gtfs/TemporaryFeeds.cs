namespace TransitHub.Testing.Gtfs;

/// <summary>Feeds written as folders that are gone after the test.</summary>
public sealed class TemporaryFeeds : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("transithub-feeds-").FullName;

    /// <summary>Writes the feeds.</summary>
    public TemporaryFeeds(params FeedText[] feeds)
    {
        ArgumentNullException.ThrowIfNull(feeds);
        for (var feed = 0; feed < feeds.Length; feed++)
        {
            feeds[feed].WriteFolder(this[feed]);
        }
    }

    /// <summary>The folder of a feed.</summary>
    public string this[int feed] => Path.Combine(this.root, "feed" + feed);

    /// <summary>A path for something new.</summary>
    public string New(string name) => Path.Combine(this.root, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(this.root, recursive: true);
}
