using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.Trips;

/// <summary>
/// The headsign of a trip is the name of a stop on its way (trip_headsign_matches_intermediate_stop, INFO). Riders take
/// it for the last stop. Write where the trip ends.
/// <see href="https://gtfs.org/documentation/schedule/reference/#tripstxt"/>
/// </summary>
internal sealed class Headsigns() : TripRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Info("trip_headsign_matches_intermediate_stop", "The headsign of a trip is the name of a stop on its way.");

    private readonly Dictionary<string, int> names = new(StringComparer.OrdinalIgnoreCase);
    private GtfsTables feed = null!;
    private TextColumn headsigns = null!;
    private int[] nameOfStop = [];
    private int[] nameOfHeadsign = [];

    public override bool Begin(GtfsTables feed)
    {
        (this.feed, this.headsigns) = (feed, feed.Trips.Text("trip_headsign"));
        if (!this.headsigns.IsPresent)
        {
            return false;
        }

        var stopNames = feed.Stops.Text("stop_name");
        this.nameOfStop = [.. Enumerable.Range(0, feed.StopIds.Domain.Count).Select(stop => Name(stopNames.Text(feed.StopIds.Row(stop))))];
        this.nameOfHeadsign = [.. Enumerable.Range(0, this.headsigns.Domain.Count).Select(text => Name(this.headsigns.Domain.Text(text)))];
        return true;
    }

    public override void Visit(TripVisit trip, RuleReport report)
    {
        if (trip.Count < 2 || this.headsigns[trip.TripRow] is not (>= 0 and var headsign) || trip.Stops[0] == trip.Stops[^1])
        {
            return;
        }

        var name = this.nameOfHeadsign[headsign];
        for (var at = 0; at < trip.Count - 1; at++)
        {
            if (trip.Stops[at] >= 0 && this.nameOfStop[trip.Stops[at]] == name && report.Wants(Code))
            {
                report.Add(Code, this.feed.Trips, trip.TripRow, "trip_headsign", "The headsign names a stop on the way. Write where the trip ends.",
                    Detail("tripId", this.feed.TripIds.Domain.Text(trip.Trip)), Detail("tripHeadsign", this.headsigns.Text(trip.TripRow)),
                    Detail("stopId1", this.feed.StopIds.Domain.Text(trip.Stops[at])),
                    Detail("stopSequence", this.feed.StopTimes.Int("stop_sequence")[trip.Rows[at]]),
                    Detail("stopId2", trip.Stops[^1] < 0 ? "" : this.feed.StopIds.Domain.Text(trip.Stops[^1])));
            }
        }
    }

    private int Name(string text)
    {
        if (text.Length == 0)
        {
            return -1;
        }

        if (!this.names.TryGetValue(text, out var name))
        {
            this.names[text] = name = this.names.Count;
        }

        return name;
    }
}
