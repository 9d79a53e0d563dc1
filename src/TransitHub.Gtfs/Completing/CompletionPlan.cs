using System.IO.Hashing;
using System.Text;
using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Building.Tables;
using TransitHub.Gtfs.Merging;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Completing;

/// <summary>
/// Puts what sheets say onto the trips of a feed. What the feed itself states stays: a trip that can be ridden keeps its times, a trip with rows in
/// frequencies.txt its headways, and every trip its id; a shape that trips name and that is missing is drawn under the name that they give it.
/// </summary>
internal sealed class CompletionPlan(Schedule schedule, MergeInput input, FeedAdditions additions)
{
    private readonly Dictionary<string, string> shapeNames = ReadShapeNames(input);
    private readonly Dictionary<(LineDirection Direction, string Named), string> drawn = [];
    private readonly HashSet<string> takenShapes = new(StringComparer.Ordinal);
    private readonly HashSet<string> takenTrips = new(StringComparer.Ordinal);
    private readonly HashSet<string> takenStops = new(StringComparer.Ordinal);

    /// <summary>What became of each route, in the order of the sheets.</summary>
    public List<CompletedRoute> Report { get; } = [];

    /// <summary>Patterns of the feed without a shape.</summary>
    public int PatternsToDraw { get; private set; }

    /// <summary>Of these, patterns that got one.</summary>
    public int PatternsDrawn { get; private set; }

    /// <summary>Trips that can be ridden now and could not before.</summary>
    public HashSet<int> Completed { get; } = [];

    /// <summary>Adds what a sheet says; gives what is wrong, and nothing is to be written then.</summary>
    public void Apply(RouteCompletion sheet)
    {
        foreach (var route in sheet.Routes)
        {
            var own = sheet.Line with { Id = schedule.Routes.Id(route) };
            var trips = schedule.Routes.Trips(route).ToArray()
                .Where(trip => sheet.ShapeIds.Count == 0 || sheet.ShapeIds.Contains(this.shapeNames.GetValueOrDefault(schedule.Trips.Id(trip), string.Empty))).ToList();
            var tally = new CompletedRoute(own.Id, sheet.Root.File);
            var untimed = new List<int>();
            foreach (var trip in trips)
            {
                if (!this.takenTrips.Add(schedule.Trips.Id(trip)))
                {
                    sheet.Root.Error($"the trip '{schedule.Trips.Id(trip)}' of route '{own.Id}' is completed by another sheet already", "tell the sheets apart by 'shapes'");
                }
                else if (DirectionOf(own, trip) is not { } direction)
                {
                    tally = tally with { OtherDirection = tally.OtherDirection + 1 };
                }
                else if (schedule.Trips.PatternIndex(trip) >= 0)
                {
                    tally = Draw(own, direction, trip) ? tally with { Drawn = tally.Drawn + 1 } : tally with { Kept = tally.Kept + 1 };
                }
                else if (schedule.Trips.Frequencies(trip).Length > 0)
                {
                    tally = RunByHeadway(sheet, own, direction, trip) ? tally with { Timed = tally.Timed + 1 } : tally;
                }
                else
                {
                    untimed.Add(trip);
                }
            }

            Report.Add(RunByService(own, trips, untimed, tally));
        }
    }

    /// <summary>Draws a shape for every pattern that goes straight from stop to stop, under a name made of its stops, so that it keeps it from version to version.</summary>
    public void DrawRest(Func<IReadOnlyList<GeoPoint>, DrawnWay?> draw, CancellationToken cancellation)
    {
        for (var pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            cancellation.ThrowIfCancellationRequested();
            var trips = schedule.Patterns.Trips(pattern).ToArray().Where(trip => !additions.ShapeOfTrip.ContainsKey(schedule.Trips.Id(trip))).ToList();
            if (trips.Count == 0 || !schedule.Patterns.IsStraight(pattern))
            {
                continue;
            }

            var stops = schedule.Patterns.Stops(pattern).ToArray();
            PatternsToDraw++;
            if (draw([.. stops.Select(stop => new GeoPoint(schedule.Stops.Latitude(stop), schedule.Stops.Longitude(stop)))])?.ToPath() is not var (path, _))
            {
                continue;
            }

            PatternsDrawn++;
            var route = schedule.Patterns.RouteIndex(pattern) is >= 0 and var index ? schedule.Routes.Id(index) : string.Empty;
            var name = string.Join('\n', stops.Select(schedule.Stops.Id).Prepend(route));
            var shape = Unused("way-" + Convert.ToHexStringLower(XxHash3.Hash(Encoding.UTF8.GetBytes(name))), id => schedule.Shapes.TryFind(id, out _), this.takenShapes);
            additions.Draw(shape, path);
            trips.ForEach(trip => additions.Follow(schedule.Trips.Id(trip), shape));
        }
    }

    private static Dictionary<string, string> ReadShapeNames(MergeInput input)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        using var table = MergeTable.Open(input, "trips.txt");
        var (trip, shape) = (table?.Column("trip_id") ?? -1, table?.Column("shape_id") ?? -1);
        while (shape >= 0 && table!.Read())
        {
            names[table.Text(trip)] = table.Text(shape);
        }

        return names;
    }

    private LineDirection? DirectionOf(LineSheet line, int trip)
    {
        var direction = Math.Max((int)schedule.Trips.DirectionId(trip), 0);
        return direction < line.Directions.Length ? line.Directions[direction] : null;
    }

    /// <summary>A trip that has times and no shape gets the sheet's if it calls at the same stops.</summary>
    private bool Draw(LineSheet line, LineDirection direction, int trip)
    {
        var pattern = schedule.Trips.PatternIndex(trip);
        if (!schedule.Patterns.IsStraight(pattern)
            || !schedule.Patterns.Stops(pattern).ToArray().Select(schedule.Stops.Id).SequenceEqual(direction.Stops.Select(call => call.Stop.Id)))
        {
            return false;
        }

        additions.Follow(schedule.Trips.Id(trip), ShapeOf(line, direction, schedule.Trips.Id(trip)));
        return true;
    }

    private bool RunByHeadway(RouteCompletion sheet, LineSheet line, LineDirection direction, int trip)
    {
        // The trip is the template of all its windows: the travel times of most of its departures are the ones to show.
        var windows = schedule.Trips.Frequencies(trip).ToArray();
        var service = schedule.Trips.ServiceIndex(trip) is >= 0 and var index ? schedule.Services.Id(index) : string.Empty;
        var most = windows.MaxBy(window => (window.EndSeconds - window.StartSeconds) / Math.Max(1, window.HeadwaySeconds));
        if (line.FindTravel(service, direction.Id, most.StartSeconds) is not { } travel)
        {
            sheet.Root.Error($"there is no travel time for trip '{schedule.Trips.Id(trip)}', which leaves at {ClockText.Format(most.StartSeconds)} on '{service}'", "add an entry without 'between' to 'travel'");
            return false;
        }

        var start = windows.Min(window => window.StartSeconds);
        Time(new PlannedTrip(schedule.Trips.Id(trip), line, direction, service, start, travel, [new HeadwayWindow(new TimeWindow(start, start + 1), 1)]));
        Completed.Add(trip);
        return true;
    }

    /// <summary>Trips that the feed names without a time run as the sheet's service says; where the feed has none, trips are added.</summary>
    private CompletedRoute RunByService(LineSheet line, List<int> trips, List<int> untimed, CompletedRoute tally)
    {
        foreach (var day in line.Service.SelectMany(service => service.Days).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            foreach (var direction in line.Directions)
            {
                bool IsHere(int trip) => DirectionOf(line, trip) == direction && schedule.Trips.ServiceIndex(trip) is >= 0 and var index && schedule.Services.Id(index) == day;
                var waiting = new Queue<int>(untimed.Where(IsHere));
                var planned = TripPlan.Plan(line, direction, day).ToList();
                if (trips.Exists(trip => IsHere(trip) && !untimed.Contains(trip)))
                {
                    // The feed tells when this direction runs on these days: what it says stands.
                    tally = tally with { ServiceIgnored = tally.ServiceIgnored + (planned.Count > 0 ? 1 : 0) };
                    continue;
                }

                foreach (var plan in planned)
                {
                    var isNew = !waiting.TryDequeue(out var trip);
                    var id = isNew ? UnusedTrip(plan.Id) : schedule.Trips.Id(trip);
                    Time(plan with { Id = id });
                    AddWindows(plan with { Id = id });
                    if (isNew)
                    {
                        additions.Trips.Add(line.Id, day, id, direction.To.Main, CsvTable.Number(direction.Id), ShapeOf(line, direction, id));
                        additions.Translate("trips", "trip_headsign", direction.To, id);
                        tally = tally with { Added = tally.Added + 1 };
                    }
                    else
                    {
                        Completed.Add(trip);
                        untimed.Remove(trip);
                        tally = tally with { Timed = tally.Timed + 1 };
                    }
                }
            }
        }

        return tally with { Untimed = untimed.Count };
    }

    private void Time(PlannedTrip trip)
    {
        additions.Retimed.Add(trip.Id);
        additions.Follow(trip.Id, ShapeOf(trip.Line, trip.Direction, trip.Id));
        TripTables.AddTimes(additions.StopTimes, trip);
        foreach (var call in trip.Direction.Stops)
        {
            if (!schedule.Stops.TryFind(call.Stop.Id, out _) && this.takenStops.Add(call.Stop.Id))
            {
                additions.AddStop(call.Stop);
            }
        }
    }

    private void AddWindows(PlannedTrip trip) => TripTables.AddWindows(additions.Frequencies, trip);

    /// <summary>The shape of a direction under the name that the trip gives it, if that shape is missing and stands for no other way.</summary>
    private string ShapeOf(LineSheet line, LineDirection direction, string trip)
    {
        var named = this.shapeNames.GetValueOrDefault(trip, string.Empty);
        if (this.drawn.TryGetValue((direction, named), out var shape))
        {
            return shape;
        }

        var wanted = named.Length > 0 ? named : $"{line.Id}.{CsvTable.Number(direction.Id)}";
        shape = Unused(wanted, id => schedule.Shapes.TryFind(id, out _), this.takenShapes);
        this.drawn[(direction, named)] = shape;
        additions.Draw(shape, direction.Path);
        return shape;
    }

    private string UnusedTrip(string wanted) => Unused(wanted, id => schedule.Trips.TryFind(id, out _), this.takenTrips);

    private static string Unused(string wanted, Predicate<string> isInFeed, HashSet<string> taken)
    {
        while (isInFeed(wanted) || !taken.Add(wanted))
        {
            wanted += "_";
        }

        return wanted;
    }
}
