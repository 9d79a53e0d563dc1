using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Rules.Trips;

/// <summary>
/// Two trips of a block run at the same time on the same day (block_trips_with_overlapping_stop_times, ERROR). One
/// vehicle cannot run both. Correct block_id, the times or the days.
/// <see href="https://gtfs.org/documentation/schedule/reference/#tripstxt"/>
/// </summary>
internal sealed class BlockOverlaps() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("block_trips_with_overlapping_stop_times", "Two trips of a block run at the same time.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        if (!feed.Trips.HasColumn("block_id"))
        {
            return;
        }

        var blocks = feed.Group(feed.Trips, "block_id");
        var services = feed.Trips.Text("service_id");
        var shared = new Dictionary<(int, int), int?>();
        for (var block = 0; block < blocks.Count; block++)
        {
            if (blocks.CountOf(block) > 1)
            {
                Check(feed, Spans(feed, blocks.Of(block)), services, shared, report);
            }
        }
    }

    private static List<Span> Spans(GtfsTables feed, ReadOnlySpan<int> tripRows)
    {
        var (arrival, departure) = (feed.StopTimes.Int("arrival_time"), feed.StopTimes.Int("departure_time"));
        var spans = new List<Span>();
        foreach (var tripRow in tripRows)
        {
            if (feed.TripIds[tripRow] is >= 0 and var trip && feed.TimesByTrip.CountOf(trip) > 0)
            {
                var rows = feed.TimesByTrip.Of(trip);
                var span = new Span(tripRow, arrival[rows[0]], departure[rows[0]], arrival[rows[^1]], departure[rows[^1]]);
                if (span.IsWhole)
                {
                    spans.Add(span);
                }
            }
        }

        spans.Sort((left, right) => (left.FirstArrival, left.LastDeparture).CompareTo((right.FirstArrival, right.LastDeparture)));
        return spans;
    }

    private static void Check(GtfsTables feed, List<Span> spans, TextColumn services, Dictionary<(int, int), int?> shared, RuleReport report)
    {
        for (var at = 0; at < spans.Count; at++)
        {
            for (var next = at + 1; next < spans.Count && spans[at].LastDeparture > spans[next].FirstArrival; next++)
            {
                var (left, right) = (spans[at], spans[next]);
                if (left.LastArrival == right.FirstArrival && left.LastDeparture == right.FirstDeparture)
                {
                    continue;
                }

                var key = (services[left.TripRow], services[right.TripRow]);
                if (!shared.TryGetValue(key, out var day))
                {
                    shared[key] = day = feed.ServiceDays.FirstShared(key.Item1, key.Item2);
                }

                if (day is { } found && report.Wants(Code))
                {
                    Add(feed, left.TripRow, right.TripRow, found, report);
                }
            }
        }
    }

    private static void Add(GtfsTables feed, int left, int right, int day, RuleReport report)
    {
        var services = feed.Trips.Text("service_id");
        report.Add(Code, feed.Trips, right, "block_id", $"The trip runs while that of line {feed.Trips.Line(left)} does, of the same block. Correct block_id, the times or the days.",
            Detail("csvRowNumberA", feed.Trips.Line(left)), Detail("tripIdA", feed.TripIds.Text(left)), Detail("serviceIdA", services.Text(left)),
            Detail("csvRowNumberB", feed.Trips.Line(right)), Detail("tripIdB", feed.TripIds.Text(right)), Detail("serviceIdB", services.Text(right)),
            Detail("blockId", feed.Trips.Column("block_id").Text(left)), Detail("intersection", ServiceDate.FromDayNumber(day).ToString()));
    }

    private readonly record struct Span(int TripRow, int FirstArrival, int FirstDeparture, int LastArrival, int LastDeparture)
    {
        public bool IsWhole => FirstArrival >= 0 && FirstDeparture >= 0 && LastArrival >= 0 && LastDeparture >= 0;
    }
}
