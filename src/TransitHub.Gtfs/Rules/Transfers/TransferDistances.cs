using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Transfers;

/// <summary>
/// The stops of a transfer lie more than ten kilometers apart (transfer_distance_too_large, WARNING), or more than two
/// (transfer_distance_above2_km, INFO). No one walks that far. Correct the stops.
/// <see href="https://gtfs.org/documentation/schedule/reference/#transferstxt"/>
/// </summary>
internal sealed class TransferDistances() : FeedRule(Large, Above)
{
    private static readonly RuleCode Large = RuleCode.Warning("transfer_distance_too_large", "The stops of a transfer lie more than ten kilometers apart.");
    private static readonly RuleCode Above = RuleCode.Info("transfer_distance_above2_km", "The stops of a transfer lie more than two kilometers apart.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Transfers);
        var (from, to) = (table.Text("from_stop_id"), table.Text("to_stop_id"));
        for (var row = 0; row < table.Count; row++)
        {
            var meters = feed.Places.Meters(from[row], to[row]);
            var code = meters > 10_000 ? Large : Above;
            if (meters > 2_000 && report.Wants(code))
            {
                report.Add(code, table, row, "to_stop_id", $"The stops lie {meters / 1000:F1} km apart. Correct one of them.",
                    Detail("fromStopId", from.Text(row)), Detail("toStopId", to.Text(row)), Detail("distanceKm", meters / 1000));
            }
        }
    }
}
