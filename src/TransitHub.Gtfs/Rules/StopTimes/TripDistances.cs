using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.StopTimes;

/// <summary>
/// shape_dist_traveled does not grow from stop to stop of a trip (decreasing_or_equal_stop_time_distance, ERROR). It
/// tells where along the shape a stop lies. Correct it, or leave the column out.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class TripDistances() : TripRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("decreasing_or_equal_stop_time_distance", "shape_dist_traveled does not grow from stop to stop.");

    private GtfsTables feed = null!;

    public override bool Begin(GtfsTables feed)
    {
        this.feed = feed;
        return feed.StopTimes.HasColumn("shape_dist_traveled") && feed.StopTimes.HasColumn("stop_id");
    }

    public override void Visit(TripVisit trip, RuleReport report)
    {
        var last = -1;
        for (var at = 0; at < trip.Count; at++)
        {
            if (trip.Stops[at] < 0)
            {
                continue;
            }

            if (last >= 0 && trip.Distances[last] >= trip.Distances[at] && report.Wants(Code))
            {
                var (times, sequence) = (this.feed.StopTimes, this.feed.StopTimes.Column("stop_sequence"));
                report.Add(Code, times, trip.Rows[at], "shape_dist_traveled", "The distance must grow from stop to stop. Correct it.",
                    Detail("tripId", this.feed.TripIds.Domain.Text(trip.Trip)), Detail("stopId", this.feed.StopIds.Domain.Text(trip.Stops[at])),
                    Detail("shapeDistTraveled", trip.Distances[at]), Detail("stopSequence", sequence.Text(trip.Rows[at])),
                    Detail("prevCsvRowNumber", times.Line(trip.Rows[last])), Detail("prevShapeDistTraveled", trip.Distances[last]),
                    Detail("prevStopSequence", sequence.Text(trip.Rows[last])));
            }

            last = at;
        }
    }
}
