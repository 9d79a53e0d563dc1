using TransitHub.Gtfs.Rules.Schema;

namespace TransitHub.Gtfs.Reading;

/// <summary>What the GTFS reference says about a CSV file.</summary>
/// <param name="File">Its name.</param>
/// <param name="IsRequired">Whether every feed must have it.</param>
/// <param name="Needed">Columns without which no row can be used.</param>
/// <param name="Required">Other columns that the reference requires; without them the rows are used as far as they go.</param>
/// <param name="Optional">The rest of the columns of the reference.</param>
internal sealed record FeedTableKind(string File, bool IsRequired, string[] Needed, string[] Required, string[] Optional)
{
    /// <summary>The table as the rules read it: no column is needed to use its rows.</summary>
    public static FeedTableKind Of(TableSchema schema) => new(
        schema.File,
        schema.Presence == Presence.Required,
        [],
        [.. schema.Columns.Where(column => column.Presence >= Presence.RequiredColumn).Select(column => column.Name)],
        [.. schema.Columns.Where(column => column.Presence < Presence.RequiredColumn).Select(column => column.Name)]);

    public bool Knows(string column) => Needed.Contains(column) || Required.Contains(column) || Optional.Contains(column);
}
