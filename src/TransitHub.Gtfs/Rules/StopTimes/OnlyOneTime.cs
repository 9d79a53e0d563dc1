using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.StopTimes;

/// <summary>
/// A row has one of both times (stop_time_with_only_arrival_or_departure_time, ERROR). It is not known whether the
/// vehicle waits. Fill in both times.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class OnlyOneTime() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("stop_time_with_only_arrival_or_departure_time", "A row has one of both times.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.StopTimes);
        var arrival = table.Int("arrival_time");
        var departure = table.Int("departure_time");
        for (var row = 0; row < table.Count; row++)
        {
            if (arrival.Has(row) != departure.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, null, "Fill in both arrival_time and departure_time.",
                    Detail("tripId", table.Column("trip_id").Text(row)),
                    Detail("stopSequence", table.Column("stop_sequence").Text(row)),
                    Detail("specifiedField", arrival.Has(row) ? "arrival_time" : "departure_time"));
            }
        }
    }
}
