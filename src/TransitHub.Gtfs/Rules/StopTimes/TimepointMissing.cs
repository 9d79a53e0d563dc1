using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.StopTimes;

/// <summary>
/// A row with times does not say whether they are kept (missing_timepoint_value, WARNING). Consumers take them as exact.
/// Fill in timepoint.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class TimepointMissing() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("missing_timepoint_value", "A row with times does not say whether they are kept.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.StopTimes);
        if (!table.HasColumn("timepoint"))
        {
            return;
        }

        var timepoint = table.Int("timepoint");
        var arrival = table.Int("arrival_time");
        var departure = table.Int("departure_time");
        for (var row = 0; row < table.Count; row++)
        {
            if (!timepoint.Has(row) && (arrival.Has(row) || departure.Has(row)) && report.Wants(Code))
            {
                report.Add(Code, table, row, "timepoint", "Fill in timepoint: 1 for times that are kept, 0 for approximate ones.",
                    Detail("tripId", table.Column("trip_id").Text(row)),
                    Detail("stopSequence", table.Column("stop_sequence").Text(row)));
            }
        }
    }
}
