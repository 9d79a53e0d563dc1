using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stops;

/// <summary>
/// The description of a stop repeats its name (same_name_and_description_for_stop, WARNING). It tells riders nothing
/// more. Write something useful, or leave it empty.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stopstxt"/>
/// </summary>
internal sealed class SameNameAndDescription() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("same_name_and_description_for_stop", "The description of a stop repeats its name.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Stops);
        var name = table.Text("stop_name");
        var description = table.Text("stop_desc");
        for (var row = 0; row < table.Count; row++)
        {
            if (description.Has(row) && string.Equals(name.Text(row), description.Text(row), StringComparison.OrdinalIgnoreCase) && report.Wants(Code))
            {
                report.Add(Code, table, row, "stop_desc", "The description is the name. Write something useful or leave it empty.",
                    Detail("stopId", table.Column("stop_id").Text(row)));
            }
        }
    }
}
