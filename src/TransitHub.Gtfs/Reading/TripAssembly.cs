using System.Globalization;
using System.Runtime.InteropServices;
using NodaTime;
using TransitHub.Gtfs.Geometries;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading.Files;
using TransitHub.Gtfs.Text;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Reading;

/// <summary>Joins trips, stop times and shapes: sorts and mends each trip's stop times and finds its pattern.</summary>
internal sealed class TripAssembly
{
    private const string StopTimes = "stop_times.txt";

    private readonly FeedReading reading;
    private readonly StopTable stops;
    private readonly TripsFile trips;
    private readonly OwnedRows<StopTimeRow> stopTimes;
    private readonly GeometryBuilder geometries;
    private readonly LinkBuilder links;
    private readonly PatternBuilder builder;
    private readonly IntLists patternKeys = new();
    private readonly List<PatternTable.PatternRow> patterns = [];
    private readonly IntLists sequences = new();
    private readonly int[] arrivals;
    private readonly int[] departures;
    private readonly byte[] flags;
    private StopTimeRow[] scratch = [];
    private int[] key = new int[64];
    private int count;

    public TripAssembly(
        FeedReading reading, StopTable stops, TripsFile trips, OwnedRows<StopTimeRow> stopTimes, GeometryBuilder geometries)
    {
        (this.reading, this.stops, this.trips, this.stopTimes, this.geometries) = (reading, stops, trips, stopTimes, geometries);
        this.links = new LinkBuilder(stops);
        this.builder = new PatternBuilder(reading, stops, geometries, this.links);
        this.arrivals = new int[stopTimes.Count];
        this.departures = new int[stopTimes.Count];
        this.flags = new byte[stopTimes.Count];
    }

    public void Run(CancellationToken cancellation)
    {
        var trips = CollectionsMarshal.AsSpan(this.trips.Rows);
        for (var trip = 0; trip < trips.Length; trip++)
        {
            cancellation.ThrowIfCancellationRequested();
            Assemble(trip, ref trips[trip]);
        }
    }

    public ScheduleTables Tables(
        AgencyTable agencies,
        IdColumn routeIds,
        RouteTable.RouteRow[] routeRows,
        ServiceTable services,
        FrequencyTable frequencies,
        FeedInfo? info,
        DateTimeZone timeZone)
    {
        var rows = this.trips.Rows.ToArray();
        var times = new StopTimeColumns(this.arrivals, this.departures, this.flags, this.sequences, this.count);
        var trips = new TripTable(this.trips.Ids, rows, times, frequencies);
        PatternTable.PatternRow[] patterns = [.. this.patterns];
        return new ScheduleTables(
            agencies,
            this.stops,
            new RouteTable(
                routeIds,
                routeRows,
                IntGroups.Of(routeIds.Count, patterns.Length, pattern => patterns[pattern].Route),
                IntGroups.Of(routeIds.Count, rows.Length, trip => rows[trip].Route)),
            trips,
            services,
            new PatternTable(patterns, IntGroups.Of(patterns.Length, rows.Length, trip => rows[trip].Pattern).SortedBy(trips.StartSeconds)),
            this.links.Finish(),
            new BlockTable(
                this.trips.Blocks,
                IntGroups.Of(this.trips.Blocks.Count, rows.Length, trip => rows[trip].Block).SortedBy(trips.StartSeconds)),
            this.geometries.Finish(),
            frequencies,
            info,
            timeZone,
            GeoExtent.None);
    }

    private void Assemble(int trip, ref TripTable.TripRow row)
    {
        var rows = Sorted(this.stopTimes.Of(trip, ref this.scratch));
        if (!IsUsable(trip, rows))
        {
            return;
        }

        if (TripTimes.RemoveDisorder(rows, out var disorder) is >= 0 and var at)
        {
            Report("stop_time_with_arrival_before_previous_departure_time", rows[at], "arrival_time", ServiceTime.FromSeconds(disorder).ToString(),
                $"The times of trip {this.trips.Ids[trip]} fall from one stop to the next; the fewest that break the order were taken as blank. Correct them.");
        }

        row.Pattern = Pattern(trip, ref row, rows);
        row.SequenceList = SequenceList(rows);
        (row.FirstStopTime, row.StopTimes) = (this.count, rows.Length);
        TripTimes.FillBlanks(
            rows,
            this.patterns[row.Pattern].StopOffsets,
            this.arrivals.AsSpan(this.count, rows.Length),
            this.departures.AsSpan(this.count, rows.Length));
        foreach (ref readonly var stopTime in rows)
        {
            this.flags[this.count++] = stopTime.Flags;
        }
    }

    private Span<StopTimeRow> Sorted(Span<StopTimeRow> rows)
    {
        for (var at = 1; at < rows.Length; at++)
        {
            if (rows[at].Sequence <= rows[at - 1].Sequence)
            {
                return Sort(rows);
            }
        }

        return rows;
    }

    private Span<StopTimeRow> Sort(Span<StopTimeRow> rows)
    {
        rows.Sort((left, right) => left.Sequence.CompareTo(right.Sequence) is not 0 and var order ? order : left.Line.CompareTo(right.Line));
        var count = 1;
        for (var at = 1; at < rows.Length; at++)
        {
            if (rows[at].Sequence == rows[count - 1].Sequence)
            {
                var isRepeat = rows[at].Stop == rows[count - 1].Stop;
                Report("duplicate_key", rows[at], "stop_sequence", Text(rows[at].Sequence),
                    $"Trip {this.trips.Ids[rows[at].Trip]} has this stop_sequence twice; {(isRepeat ? "the later row was left out" : "both rows were kept in their order in the file")}. Number its stops anew.");
                if (isRepeat)
                {
                    continue;
                }
            }

            rows[count++] = rows[at];
        }

        return rows[..count];
    }

    private bool IsUsable(int trip, ReadOnlySpan<StopTimeRow> rows)
    {
        var (located, timed) = (0, 0);
        foreach (ref readonly var row in rows)
        {
            located += this.geometries.IsLocated(row.Stop) ? 1 : 0;
            timed += row.Arrival >= 0 ? 1 : 0;
        }

        if (located < 2)
        {
            this.reading.Notices.Add(new Notice("unusable_trip", NoticeSeverity.Warning, "trips.txt", this.trips.Lines[trip], "trip_id", this.trips.Ids[trip],
                "The trip has fewer than two stops with a place, so nobody can ride it. Add its stop times or remove it."));
            return false;
        }

        if (timed == 0)
        {
            Report("missing_trip_edge", rows[0], "arrival_time", "",
                $"Trip {this.trips.Ids[trip]} has no time at all and cannot be used. Write the times of its first and last stop.");
            return false;
        }

        if (rows[0].Arrival < 0 || rows[^1].Arrival < 0)
        {
            Report("missing_trip_edge", rows[0].Arrival < 0 ? rows[0] : rows[^1], "arrival_time", "",
                $"The first and the last stop of trip {this.trips.Ids[trip]} must have times; they were reckoned from the others. Fill them in.");
        }

        return true;
    }

    private int Pattern(int trip, ref TripTable.TripRow row, ReadOnlySpan<StopTimeRow> rows)
    {
        if (this.key.Length < rows.Length + 3)
        {
            this.key = new int[rows.Length * 2];
        }

        (this.key[0], this.key[1], this.key[2]) = (row.Route, row.Direction, row.Shape);
        for (var at = 0; at < rows.Length; at++)
        {
            this.key[at + 3] = rows[at].Stop;
        }

        if (this.patternKeys.TryAdd(this.key.AsSpan(0, rows.Length + 3), out var pattern))
        {
            this.patterns.Add(this.builder.Build(row, this.trips.Lines[trip], this.trips.Ids[trip], rows));
        }

        return pattern;
    }

    private int SequenceList(ReadOnlySpan<StopTimeRow> rows)
    {
        for (var at = 0; at < rows.Length; at++)
        {
            this.key[at] = rows[at].Sequence;
        }

        this.sequences.TryAdd(this.key.AsSpan(0, rows.Length), out var list);
        return list;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Report(string code, in StopTimeRow row, string field, string value, string message) =>
        this.reading.Notices.Add(new Notice(code, NoticeSeverity.Error, StopTimes, row.Line, field, value, message));
}
