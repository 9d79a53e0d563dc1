namespace TransitHub.Gtfs.Sources;

/// <summary>A file of a feed.</summary>
/// <param name="Name">Its name seen from the folder that holds the GTFS files, with forward slashes.</param>
/// <param name="SourceName">Its name in the zip or folder.</param>
/// <param name="Length">Its length in bytes when unpacked, as the zip or folder says.</param>
public sealed record FeedEntry(string Name, string SourceName, long Length)
{
    /// <summary>Number of the file in its source; two files of a zip may have the same name.</summary>
    internal int Number { get; init; }
}
