using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Transfers;

/// <summary>
/// A transfer lacks a stop where its type needs one (missing_required_field, ERROR), or names a location that is neither
/// stop nor station, or for an in-seat transfer a station (transfer_with_invalid_stop_location_type, ERROR). Correct its
/// stops.
/// <see href="https://gtfs.org/documentation/schedule/reference/#transferstxt"/>
/// </summary>
internal sealed class TransferStops() : FeedRule(Missing, WrongType)
{
    private static readonly RuleCode Missing = RuleCode.Error("missing_required_field", "A required field is empty.");
    private static readonly RuleCode WrongType = RuleCode.Error("transfer_with_invalid_stop_location_type", "A transfer names a location of the wrong kind.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Transfers);
        var (kind, type) = (table.Int("transfer_type"), feed.Stops.Int("location_type"));
        foreach (var field in (string[])["from_stop_id", "to_stop_id"])
        {
            var stop = table.Text(field);
            for (var row = 0; row < table.Count; row++)
            {
                var isInSeat = kind[row] is 4 or 5;
                var stopRow = feed.StopIds.Row(stop[row]);
                if (kind.Has(row) && !isInSeat && !stop.Has(row) && report.Wants(Missing))
                {
                    report.Add(Missing, table, row, field, "A transfer of this type needs both stops. Fill it in.");
                }

                if (stopRow >= 0 && (type.Or(stopRow, 0) > 1 || (isInSeat && type.Or(stopRow, 0) == 1)) && report.Wants(WrongType))
                {
                    report.Add(WrongType, table, row, field, "A transfer is made at a stop or station, an in-seat one at a stop. Name that.",
                        Detail("stopIdFieldName", field), Detail("stopId", stop.Text(row)), Detail("locationTypeValue", type.Or(stopRow, 0)));
                }
            }
        }
    }
}
