namespace TransitHub.Gtfs.Reading;

/// <summary>What the GTFS reference says about a CSV file.</summary>
/// <param name="File">Its name.</param>
/// <param name="IsRequired">Whether every feed must have it.</param>
/// <param name="Required">Columns without which the file is not usable.</param>
/// <param name="Optional">The other columns of the reference.</param>
internal sealed record FeedTableKind(string File, bool IsRequired, string[] Required, string[] Optional);
