using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.StopTimes;

/// <summary>
/// A vehicle goes faster than its mode can between two stops in a row (fast_travel_between_consecutive_stops, WARNING) or
/// over more than ten kilometers (fast_travel_between_far_stops, WARNING). A time or a place is wrong. Correct it.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class TravelSpeeds() : TripRule(Near, Far)
{
    private static readonly RuleCode Near = RuleCode.Warning("fast_travel_between_consecutive_stops", "A vehicle goes too fast between two stops in a row.");
    private static readonly RuleCode Far = RuleCode.Warning("fast_travel_between_far_stops", "A vehicle goes too fast over more than ten kilometers.");

    private const double FarKilometers = 10;
    private const double FastestKph = 500;

    private GtfsTables feed = null!;
    private TextColumn routes = null!;
    private int[] modes = [];
    private double[] way = [];

    public override bool Begin(GtfsTables feed)
    {
        (this.feed, this.routes) = (feed, feed.Trips.Text("route_id"));
        var (ids, type) = (feed.Routes.Text("route_id"), feed.Routes.Int("route_type"));
        this.modes = [.. Enumerable.Range(0, ids.Domain.Count).Select(route => ids.Row(route) is >= 0 and var row ? type[row] : -1)];
        return true;
    }

    public override void Visit(TripVisit trip, RuleReport report)
    {
        var route = this.routes[trip.TripRow];
        if (route < 0 || this.modes[route] == -1)
        {
            return;
        }

        var limit = LimitKph(this.modes[route]);
        Measure(trip);
        CheckNeighbors(trip, limit, report);
        CheckFar(trip, limit, report);
    }

    /// <summary>Kilometers from the first stop along straight lines; a stop without a place adds nothing.</summary>
    private void Measure(TripVisit trip)
    {
        if (this.way.Length < trip.Count)
        {
            this.way = new double[trip.Count * 2];
        }

        var last = trip.Stops[0];
        this.way[0] = 0;
        for (var at = 1; at < trip.Count; at++)
        {
            var stop = trip.Stops[at];
            var meters = this.feed.Places.Has(last) && this.feed.Places.Has(stop) ? this.feed.Links.Meters(last, stop) : 0;
            this.way[at] = this.way[at - 1] + (meters / 1000);
            last = this.feed.Places.Has(stop) ? stop : last;
        }
    }

    private void CheckNeighbors(TripVisit trip, double limit, RuleReport report)
    {
        var from = 0;
        for (var to = 1; to < trip.Count; to++)
        {
            if (!this.feed.Places.Has(trip.Stops[from]) || !this.feed.Places.Has(trip.Stops[to]) || trip.Departures[from] < 0 || trip.Arrivals[to] < 0)
            {
                from = this.feed.Places.Has(trip.Stops[from]) && trip.Departures[from] >= 0 ? from : to;
                continue;
            }

            var kilometers = to == from + 1 ? this.way[to] - this.way[from] : this.feed.Links.Meters(trip.Stops[from], trip.Stops[to]) / 1000;
            if (kilometers * 3600 > limit * Seconds(trip.Departures[from], trip.Arrivals[to]) && report.Wants(Near))
            {
                Add(Near, trip, from, to, kilometers, report);
            }

            from = to;
        }
    }

    /// <summary>
    /// The pair of stops more than ten kilometers apart that is too fast, once per trip. Pairs are compared only if the whole
    /// trip is long enough, and a start is looked for backward only as long as it may still be too fast.
    /// </summary>
    private void CheckFar(TripVisit trip, double limit, RuleReport report)
    {
        if (this.way[trip.Count - 1] <= FarKilometers)
        {
            return;
        }

        for (var to = 1; to < trip.Count; to++)
        {
            for (var from = trip.Arrivals[to] >= 0 ? to - 1 : -1; from >= 0; from--)
            {
                var kilometers = this.way[to] - this.way[from];
                if (trip.Departures[from] < 0 || kilometers <= FarKilometers)
                {
                    continue;
                }

                if (kilometers * 3600 > limit * Seconds(trip.Departures[from], trip.Arrivals[to]))
                {
                    if (report.Wants(Far))
                    {
                        Add(Far, trip, from, to, kilometers, report);
                    }

                    return;
                }

                if (this.way[to] * 3600 <= limit * (trip.Arrivals[to] - trip.Departures[from]))
                {
                    break;
                }
            }
        }
    }

    private void Add(RuleCode code, TripVisit trip, int from, int to, double kilometers, RuleReport report)
    {
        var (times, sequence, names) = (this.feed.StopTimes, this.feed.StopTimes.Column("stop_sequence"), this.feed.Stops.Text("stop_name"));
        var speed = kilometers * 3600 / Seconds(trip.Departures[from], trip.Arrivals[to]);
        report.Add(code, times, trip.Rows[to], "arrival_time", $"The vehicle goes {speed:F0} km/h from the stop of line {times.Line(trip.Rows[from])}. Correct the times or the place of a stop.",
            Detail("tripCsvRowNumber", this.feed.Trips.Line(trip.TripRow)), Detail("tripId", this.feed.TripIds.Domain.Text(trip.Trip)),
            Detail("routeId", this.routes.Text(trip.TripRow)), Detail("speedKph", speed), Detail("distanceKm", kilometers),
            Detail("csvRowNumber1", times.Line(trip.Rows[from])), Detail("stopSequence1", sequence.Text(trip.Rows[from])),
            Detail("stopId1", this.feed.StopIds.Domain.Text(trip.Stops[from])), Detail("stopName1", names.Text(this.feed.StopIds.Row(trip.Stops[from]))),
            Detail("departureTime1", times.Column("departure_time").Text(trip.Rows[from])),
            Detail("csvRowNumber2", times.Line(trip.Rows[to])), Detail("stopSequence2", sequence.Text(trip.Rows[to])),
            Detail("stopId2", this.feed.StopTimeStops.Text(trip.Rows[to])), Detail("stopName2", names.Text(this.feed.StopIds.Row(trip.Stops[to]))),
            Detail("arrivalTime2", times.Column("arrival_time").Text(trip.Rows[to])));
    }

    /// <summary>Seconds between two times. Times in whole minutes may be wrong by half of one each, so a minute is added to them.</summary>
    private static int Seconds(int departure, int arrival) =>
        arrival <= departure ? 60 : arrival - departure + (arrival % 60 == 0 && departure % 60 == 0 ? 60 : 0);

    /// <summary>The canonical validator's limits by route_type.</summary>
    private static double LimitKph(int mode) => mode switch
    {
        0 => 100,
        1 or 3 or 11 or 12 => 150,
        2 => FastestKph,
        4 => 80,
        5 => 30,
        6 or 7 => 50,
        _ => 200,
    };
}
