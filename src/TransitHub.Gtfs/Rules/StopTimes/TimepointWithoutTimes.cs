using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.StopTimes;

/// <summary>
/// A timepoint lacks a time (stop_time_timepoint_without_times, ERROR). Vehicles are said to keep a time there that is
/// not given. Fill in both times, or set timepoint to 0.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class TimepointWithoutTimes() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("stop_time_timepoint_without_times", "A timepoint lacks a time.");

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
            if (timepoint[row] == 1 && !(arrival.Has(row) && departure.Has(row)) && report.Wants(Code))
            {
                report.Add(Code, table, row, null, "Fill in both times, or set timepoint to 0.",
                    Detail("tripId", table.Column("trip_id").Text(row)),
                    Detail("stopSequence", table.Column("stop_sequence").Text(row)),
                    Detail("specifiedField", arrival.Has(row) ? "departure_time" : "arrival_time"));
            }
        }
    }
}
