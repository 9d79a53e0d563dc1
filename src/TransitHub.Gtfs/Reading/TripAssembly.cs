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

    private readonly FeedReading _reading;
    private readonly StopTable _stops;
    private readonly TripsFile _trips;
    private readonly OwnedRows<StopTimeRow> _stopTimes;
    private readonly GeometryBuilder _geometries;
    private readonly LinkBuilder _links;
    private readonly PatternBuilder _builder;
    private readonly IntLists _patternKeys = new();
    private readonly List<PatternTable.PatternRow> _patterns = [];
    private readonly IntLists _sequences = new();
    private readonly int[] _arrivals;
    private readonly int[] _departures;
    private readonly byte[] _flags;
    private StopTimeRow[] _scratch = [];
    private int[] _key = new int[64];
    private int _count;

    public TripAssembly(
        FeedReading reading, StopTable stops, TripsFile trips, OwnedRows<StopTimeRow> stopTimes, GeometryBuilder geometries)
    {
        (_reading, _stops, _trips, _stopTimes, _geometries) = (reading, stops, trips, stopTimes, geometries);
        _links = new LinkBuilder(stops);
        _builder = new PatternBuilder(reading, stops, geometries, _links);
        _arrivals = new int[stopTimes.Count];
        _departures = new int[stopTimes.Count];
        _flags = new byte[stopTimes.Count];
    }

    public void Run(CancellationToken cancellation)
    {
        var trips = CollectionsMarshal.AsSpan(_trips.Rows);
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
        var rows = _trips.Rows.ToArray();
        var times = new StopTimeColumns(_arrivals, _departures, _flags, _sequences, _count);
        var trips = new TripTable(_trips.Ids, rows, times, frequencies);
        PatternTable.PatternRow[] patterns = [.. _patterns];
        return new ScheduleTables(
            agencies,
            _stops,
            new RouteTable(
                routeIds,
                routeRows,
                IntGroups.Of(routeIds.Count, patterns.Length, pattern => patterns[pattern].Route),
                IntGroups.Of(routeIds.Count, rows.Length, trip => rows[trip].Route)),
            trips,
            services,
            new PatternTable(patterns, IntGroups.Of(patterns.Length, rows.Length, trip => rows[trip].Pattern).SortedBy(trips.StartSeconds)),
            _links.Finish(),
            new BlockTable(
                _trips.Blocks,
                IntGroups.Of(_trips.Blocks.Count, rows.Length, trip => rows[trip].Block).SortedBy(trips.StartSeconds)),
            _geometries.Finish(),
            frequencies,
            info,
            timeZone,
            GeoExtent.None);
    }

    private void Assemble(int trip, ref TripTable.TripRow row)
    {
        var rows = Sorted(_stopTimes.Of(trip, ref _scratch));
        if (!IsUsable(trip, rows))
        {
            return;
        }

        if (TripTimes.RemoveDisorder(rows, out var disorder) is >= 0 and var at)
        {
            Report("stop_time_with_arrival_before_previous_departure_time", rows[at], "arrival_time", ServiceTime.FromSeconds(disorder).ToString(),
                $"The times of trip {_trips.Ids[trip]} fall from one stop to the next; the fewest that break the order were taken as blank. Correct them.");
        }

        row.Pattern = Pattern(trip, ref row, rows);
        row.SequenceList = SequenceList(rows);
        (row.FirstStopTime, row.StopTimes) = (_count, rows.Length);
        TripTimes.FillBlanks(
            rows,
            _patterns[row.Pattern].StopOffsets,
            _arrivals.AsSpan(_count, rows.Length),
            _departures.AsSpan(_count, rows.Length));
        foreach (ref readonly var stopTime in rows)
        {
            _flags[_count++] = stopTime.Flags;
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
                    $"Trip {_trips.Ids[rows[at].Trip]} has this stop_sequence twice; {(isRepeat ? "the later row was left out" : "both rows were kept in their order in the file")}. Number its stops anew.");
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
            located += _geometries.IsLocated(row.Stop) ? 1 : 0;
            timed += row.Arrival >= 0 ? 1 : 0;
        }

        if (located < 2)
        {
            _reading.Notices.Add(new Notice("unusable_trip", NoticeSeverity.Warning, "trips.txt", _trips.Lines[trip], "trip_id", _trips.Ids[trip],
                "The trip has fewer than two stops with a place, so nobody can ride it. Add its stop times or remove it."));
            return false;
        }

        if (timed == 0)
        {
            Report("missing_trip_edge", rows[0], "arrival_time", "",
                $"Trip {_trips.Ids[trip]} has no time at all and cannot be used. Write the times of its first and last stop.");
            return false;
        }

        if (rows[0].Arrival < 0 || rows[^1].Arrival < 0)
        {
            Report("missing_trip_edge", rows[0].Arrival < 0 ? rows[0] : rows[^1], "arrival_time", "",
                $"The first and the last stop of trip {_trips.Ids[trip]} must have times; they were reckoned from the others. Fill them in.");
        }

        return true;
    }

    private int Pattern(int trip, ref TripTable.TripRow row, ReadOnlySpan<StopTimeRow> rows)
    {
        if (_key.Length < rows.Length + 3)
        {
            _key = new int[rows.Length * 2];
        }

        (_key[0], _key[1], _key[2]) = (row.Route, row.Direction, row.Shape);
        for (var at = 0; at < rows.Length; at++)
        {
            _key[at + 3] = rows[at].Stop;
        }

        if (_patternKeys.TryAdd(_key.AsSpan(0, rows.Length + 3), out var pattern))
        {
            _patterns.Add(_builder.Build(row, _trips.Lines[trip], _trips.Ids[trip], rows));
        }

        return pattern;
    }

    private int SequenceList(ReadOnlySpan<StopTimeRow> rows)
    {
        for (var at = 0; at < rows.Length; at++)
        {
            _key[at] = rows[at].Sequence;
        }

        _sequences.TryAdd(_key.AsSpan(0, rows.Length), out var list);
        return list;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Report(string code, in StopTimeRow row, string field, string value, string message) =>
        _reading.Notices.Add(new Notice(code, NoticeSeverity.Error, StopTimes, row.Line, field, value, message));
}
