namespace TransitHub.Gtfs.Merging;

/// <summary>What became of each thing in a merge.</summary>
/// <param name="Version">feed_version of the merged feed: made of the inputs.</param>
/// <param name="Feeds">The names by which the report speaks of the inputs, in their order.</param>
public sealed record MergeReport(string Version, IReadOnlyList<string> Feeds)
{
    /// <summary>Names of each kind listed; all are counted.</summary>
    public const int MaxListed = 200;

    /// <summary>Rows by file.</summary>
    public required IReadOnlyList<MergedFile> Files { get; init; }

    /// <summary>Ids by kind and feed.</summary>
    public required IReadOnlyList<MergedIds> Ids { get; init; }

    /// <summary>Places made of stops of several feeds.</summary>
    public required IReadOnlyList<StopCluster> Clusters { get; init; }

    /// <summary>Whatever else an operator should know, a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>A file of the merged feed.</summary>
/// <param name="File">Its name.</param>
/// <param name="RowsRead">Rows of all inputs.</param>
/// <param name="RowsWritten">Rows written.</param>
/// <param name="RowsJoined">Rows left out, since an earlier feed has the same.</param>
public sealed record MergedFile(string File, long RowsRead, long RowsWritten, long RowsJoined);

/// <summary>What became of one feed's ids of one kind.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Kind">What has the ids.</param>
/// <param name="Kept">Ids that stayed.</param>
/// <param name="Joined">Things that an earlier feed has too, equal to it.</param>
/// <param name="Differing">Things of the same id that differ and of which the first feed's stands, in a merge with an upcoming version.</param>
/// <param name="Renamed">Ids that meant another thing in an earlier feed.</param>
/// <param name="Changes">The first of those not kept, "from → to".</param>
public sealed record MergedIds(string Feed, string Kind, int Kept, int Joined, int Differing, int Renamed, IReadOnlyList<string> Changes);

/// <summary>Stops of several feeds that are one place, and why.</summary>
/// <param name="Stops">Their ids in the merged feed.</param>
/// <param name="Station">The parent station; null: they have several already, and transfers join them.</param>
/// <param name="Name">The name that they share, in the form in which it was compared.</param>
/// <param name="Meters">The largest distance between two of them.</param>
/// <param name="Modes">Route types that serve each, in the order of <paramref name="Stops"/>.</param>
/// <param name="SameModes">Whether all are served by the same.</param>
public sealed record StopCluster(IReadOnlyList<string> Stops, string? Station, string Name, double Meters, IReadOnlyList<string> Modes, bool SameModes);
