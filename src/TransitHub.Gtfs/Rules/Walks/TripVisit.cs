using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Walks;

/// <summary>A trip with its stop times in the order of stop_sequence, gathered once for all rules.</summary>
internal sealed class TripVisit
{
    private int[] rows = new int[64];
    private int[] stops = new int[64];
    private int[] arrivals = new int[64];
    private int[] departures = new int[64];
    private double[] distances = new double[64];

    /// <summary>The trip's number.</summary>
    public int Trip { get; private set; }

    /// <summary>Its row in trips.txt, or -1 if only stop_times.txt names it.</summary>
    public int TripRow { get; private set; }

    /// <summary>Number of its stop times.</summary>
    public int Count { get; private set; }

    /// <summary>Rows of stop_times.txt.</summary>
    public ReadOnlySpan<int> Rows => this.rows.AsSpan(0, Count);

    /// <summary>Numbers of the stops, -1 where none is named.</summary>
    public ReadOnlySpan<int> Stops => this.stops.AsSpan(0, Count);

    /// <summary>Seconds of service time, or <see cref="IntColumn.Absent"/>.</summary>
    public ReadOnlySpan<int> Arrivals => this.arrivals.AsSpan(0, Count);

    /// <summary>Seconds of service time, or <see cref="IntColumn.Absent"/>.</summary>
    public ReadOnlySpan<int> Departures => this.departures.AsSpan(0, Count);

    /// <summary>shape_dist_traveled, or NaN.</summary>
    public ReadOnlySpan<double> Distances => this.distances.AsSpan(0, Count);

    public void Take(GtfsTables feed, int trip, ReadOnlySpan<int> tripRows, bool hasDistances)
    {
        (Trip, TripRow, Count) = (trip, feed.TripIds.Row(trip), tripRows.Length);
        if (Count > this.rows.Length)
        {
            var size = Math.Max(Count, this.rows.Length * 2);
            (this.rows, this.stops, this.arrivals, this.departures) = (new int[size], new int[size], new int[size], new int[size]);
            this.distances = new double[size];
        }

        tripRows.CopyTo(this.rows);
        var (stopIds, arrival, departure, distance) = (feed.StopTimeStops, feed.StopTimes.Int("arrival_time"), feed.StopTimes.Int("departure_time"), feed.StopTimes.Float("shape_dist_traveled"));
        for (var at = 0; at < Count; at++)
        {
            var row = this.rows[at];
            this.stops[at] = stopIds[row];
            this.arrivals[at] = arrival[row];
            this.departures[at] = departure[row];
            this.distances[at] = hasDistances ? distance[row] : double.NaN;
        }
    }
}
