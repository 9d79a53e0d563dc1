using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs;

/// <summary>trips.txt with the times of stop_times.txt, by dense index in file order.</summary>
public sealed class TripTable
{
    private readonly IdColumn ids;
    private readonly TripRow[] rows;
    private readonly StopTimeColumns times;
    private readonly FrequencyTable frequencies;

    internal TripTable(IdColumn ids, TripRow[] rows, StopTimeColumns times, FrequencyTable frequencies) =>
        (this.ids, this.rows, this.times, this.frequencies) = (ids, rows, times, frequencies);

    /// <summary>Number of trips.</summary>
    public int Count => this.rows.Length;

    /// <summary>Number of stop times of all trips that have a pattern.</summary>
    public int StopTimeCount => this.times.Count;

    /// <summary>trip_id.</summary>
    public string Id(int trip) => this.ids[trip];

    /// <summary>trip_id in UTF-8.</summary>
    public ReadOnlySpan<byte> IdUtf8(int trip) => this.ids.Utf8(trip);

    /// <summary>trip_headsign, empty if absent.</summary>
    public string Headsign(int trip) => this.rows[trip].Headsign;

    /// <summary>trip_short_name, empty if absent.</summary>
    public string ShortName(int trip) => this.rows[trip].ShortName;

    /// <summary>Index of the route; -1 if routes.txt does not have it.</summary>
    public int RouteIndex(int trip) => this.rows[trip].Route;

    /// <summary>Index of the service; -1 if neither calendar file has it.</summary>
    public int ServiceIndex(int trip) => this.rows[trip].Service;

    /// <summary>Index of the pattern; -1 if the trip has fewer than two located stops or no time at all.</summary>
    public int PatternIndex(int trip) => this.rows[trip].Pattern;

    /// <summary>Index of the block, or -1.</summary>
    public int BlockIndex(int trip) => this.rows[trip].Block;

    /// <summary>Index of the trip's shape in <see cref="Schedule.Shapes"/>, or -1.</summary>
    public int ShapeIndex(int trip) => this.rows[trip].Shape;

    /// <summary>direction_id, 0 or 1; -1 if absent.</summary>
    public sbyte DirectionId(int trip) => this.rows[trip].Direction;

    /// <summary>wheelchair_accessible: 0 unknown, 1 yes, 2 no.</summary>
    public byte WheelchairAccessible(int trip) => this.rows[trip].WheelchairAccessible;

    /// <summary>bikes_allowed: 0 unknown, 1 yes, 2 no.</summary>
    public byte BikesAllowed(int trip) => this.rows[trip].BikesAllowed;

    /// <summary>
    /// Arrival at each stop of the pattern in seconds of service time, never falling along the trip. A time that the feed
    /// leaves blank is interpolated by the way along the shape. Empty if the trip has no pattern.
    /// </summary>
    public ReadOnlySpan<int> Arrivals(int trip) => this.times.Arrivals.AsSpan(this.rows[trip].FirstStopTime, this.rows[trip].StopTimes);

    /// <summary>Departure from each stop of the pattern, like <see cref="Arrivals"/> and never before the arrival.</summary>
    public ReadOnlySpan<int> Departures(int trip) => this.times.Departures.AsSpan(this.rows[trip].FirstStopTime, this.rows[trip].StopTimes);

    /// <summary>
    /// stop_sequence of each stop of the pattern, rising; in a faulty feed (notice duplicate_key) two may be equal.
    /// </summary>
    public ReadOnlySpan<int> StopSequences(int trip) =>
        this.rows[trip].StopTimes == 0 ? default : this.times.Sequences[this.rows[trip].SequenceList];

    /// <summary>
    /// Whether the time at the stop is exact: timepoint 1, or timepoint absent and the time written in the feed
    /// (GTFS reference, stop_times.txt).
    /// </summary>
    public bool IsTimepoint(int trip, int position) => (Flags(trip, position) & StopTimeColumns.Timepoint) != 0;

    /// <summary>pickup_type: 0 regular, 1 none, 2 phone the agency, 3 ask the driver.</summary>
    public byte PickupType(int trip, int position) => (byte)((Flags(trip, position) >> StopTimeColumns.PickupShift) & 3);

    /// <summary>drop_off_type: 0 regular, 1 none, 2 phone the agency, 3 ask the driver.</summary>
    public byte DropOffType(int trip, int position) => (byte)((Flags(trip, position) >> StopTimeColumns.DropOffShift) & 3);

    /// <summary>Whether stop_times.txt has an arrival_time for the stop, which is reckoned otherwise.</summary>
    public bool HasArrivalTime(int trip, int position) => (Flags(trip, position) & StopTimeColumns.HasArrival) != 0;

    /// <summary>Whether stop_times.txt has a departure_time for the stop, which is reckoned otherwise.</summary>
    public bool HasDepartureTime(int trip, int position) => (Flags(trip, position) & StopTimeColumns.HasDeparture) != 0;

    /// <summary>Departure from the first stop in seconds of service time; 0 without a pattern.</summary>
    public int StartSeconds(int trip) => this.rows[trip].StopTimes == 0 ? 0 : Departures(trip)[0];

    /// <summary>Arrival at the last stop in seconds of service time; 0 without a pattern.</summary>
    public int EndSeconds(int trip) => this.rows[trip].StopTimes == 0 ? 0 : Arrivals(trip)[^1];

    /// <summary>The trip's rows of frequencies.txt sorted by start; empty for a trip that runs once a day.</summary>
    public ReadOnlySpan<FrequencyWindow> Frequencies(int trip) => this.frequencies.Of(trip);

    /// <summary>Finds a trip by its id.</summary>
    public bool TryFind(string id, out int index) => this.ids.TryFind(id, out index);

    /// <summary>Finds a trip by its id in UTF-8, without making a string.</summary>
    public bool TryFind(ReadOnlySpan<byte> id, out int index) => this.ids.TryFind(id, out index);

    private byte Flags(int trip, int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, this.rows[trip].StopTimes);
        return this.times.Flags[this.rows[trip].FirstStopTime + position];
    }

    internal struct TripRow
    {
        public string Headsign;
        public string ShortName;
        public int Route;
        public int Service;
        public int Shape;
        public int Pattern;
        public int Block;
        public int FirstStopTime;
        public int StopTimes;
        public int SequenceList;
        public sbyte Direction;
        public byte WheelchairAccessible;
        public byte BikesAllowed;
    }
}
