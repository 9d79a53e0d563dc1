using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stations;

/// <summary>
/// An exit gate can be passed in both directions (bidirectional_exit_gate, ERROR). Exit gates let riders out only. Set
/// is_bidirectional to 0.
/// <see href="https://gtfs.org/documentation/schedule/reference/#pathwaystxt"/>
/// </summary>
internal sealed class BidirectionalExitGate() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("bidirectional_exit_gate", "An exit gate can be passed in both directions.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Pathways);
        var mode = table.Int("pathway_mode");
        var both = table.Int("is_bidirectional");
        for (var row = 0; row < table.Count; row++)
        {
            if (mode[row] == 7 && both[row] == 1 && report.Wants(Code))
            {
                report.Add(Code, table, row, "is_bidirectional", "Set is_bidirectional to 0 for pathway_mode 7.",
                    Detail("pathwayMode", mode[row]),
                    Detail("isBidirectional", both[row]));
            }
        }
    }
}
