using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.General;

/// <summary>
/// A value that must name a row of another file names none (foreign_key_violation, ERROR). Consumers drop such rows or the
/// whole feed. Add the row that is named, or correct the id.
/// <see href="https://gtfs.org/documentation/schedule/reference/#field-types"/>
/// </summary>
internal sealed class ForeignKeys() : FeedRule(Violation)
{
    private static readonly RuleCode Violation = RuleCode.Error("foreign_key_violation", "A value must name a row of another file and names none.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        foreach (var table in feed.All)
        {
            foreach (var column in table.Columns.OfType<TextColumn>())
            {
                if (column.Schema.Parent is { } parent && column.IsPresent && !column.Domain.AllDefined)
                {
                    Check(table, column, parent, report);
                }
            }
        }
    }

    private static void Check(GtfsTable table, TextColumn column, string parent, RuleReport report)
    {
        for (var row = 0; row < table.Count; row++)
        {
            if (column[row] is >= 0 and var id && !column.Domain.IsDefined(id) && report.Wants(Violation))
            {
                report.Add(Violation, table, row, column.Schema.Name,
                    $"{parent} has no row with this {column.Schema.Domain}. Add the row or correct the id.",
                    Detail("childFilename", table.File),
                    Detail("childFieldName", column.Schema.Name),
                    Detail("parentFilename", parent),
                    Detail("parentFieldName", column.Schema.Domain));
            }
        }
    }
}
