namespace TransitHub.Gtfs.Reading;

/// <summary>What the GTFS reference says about a CSV file.</summary>
/// <param name="File">Its name.</param>
/// <param name="IsRequired">Whether every feed must have it.</param>
/// <param name="Needed">Columns without which no row can be used.</param>
/// <param name="Required">Other columns that the reference requires; without them the rows are used as far as they go.</param>
/// <param name="Optional">The rest of the columns of the reference.</param>
internal sealed record FeedTableKind(string File, bool IsRequired, string[] Needed, string[] Required, string[] Optional)
{
    public bool Knows(string column) => Needed.Contains(column) || Required.Contains(column) || Optional.Contains(column);
}
