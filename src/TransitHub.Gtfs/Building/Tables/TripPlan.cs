using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Tables;

/// <summary>All trips of a network in a stable order, and the lines that have any.</summary>
internal sealed class TripPlan
{
    private TripPlan(List<PlannedTrip> trips)
    {
        Trips = trips;
        Lines = [.. trips.Select(trip => trip.Line).Distinct()];
    }

    /// <summary>By line, direction, day type and start.</summary>
    public IReadOnlyList<PlannedTrip> Trips { get; }

    public IReadOnlyList<LineSheet> Lines { get; }

    /// <summary>Plans the trips of all day types that run within the feed's dates.</summary>
    public static TripPlan Of(LineNetwork network, FeedSheet feed)
    {
        var trips = new List<PlannedTrip>();
        var days = network.DayTypes.Where(day => CalendarTables.Runs(network, feed, day)).Select(day => day.Id).ToList();
        foreach (var line in network.Lines)
        {
            foreach (var direction in line.Directions)
            {
                foreach (var day in days)
                {
                    trips.AddRange(Plan(line, direction, day));
                }
            }
        }

        return new TripPlan(trips);
    }

    /// <summary>The trips of one direction and day type.</summary>
    public static IEnumerable<PlannedTrip> Plan(LineSheet line, LineDirection direction, string day)
    {
        var windows = new Dictionary<LineTravel, List<HeadwayWindow>>(ReferenceEqualityComparer.Instance);
        var trips = new List<PlannedTrip>();
        foreach (var service in line.Service.Where(service => service.IsFor(day, direction.Id)))
        {
            trips.AddRange(service.Departures.Select(start =>
                new PlannedTrip(Id(line, direction, day, start), line, direction, day, start, Travel(line, direction, day, start), [])));
            foreach (var (travel, window) in Split(line, direction, day, service))
            {
                windows.TryAdd(travel, []);
                windows[travel].Add(window);
            }
        }

        foreach (var (travel, own) in windows)
        {
            var start = own.Min(window => window.Between.FromSeconds);
            trips.Add(new PlannedTrip(Id(line, direction, day, start), line, direction, day, start, travel,
                [.. own.OrderBy(window => window.Between.FromSeconds)]));
        }

        return trips.OrderBy(trip => trip.StartSeconds);
    }

    /// <summary>
    /// Cuts a window where the travel times change, at a departure, so that no departure is lost or comes twice.
    /// </summary>
    private static IEnumerable<(LineTravel Travel, HeadwayWindow Window)> Split(LineSheet line, LineDirection direction, string day, LineService service)
    {
        if (service.Between is not { } window)
        {
            yield break;
        }

        var (from, travel) = (window.FromSeconds, Travel(line, direction, day, window.FromSeconds));
        for (var start = from + service.EverySeconds; start < window.ToSeconds; start += service.EverySeconds)
        {
            var next = Travel(line, direction, day, start);
            if (!ReferenceEquals(next, travel))
            {
                yield return (travel, new HeadwayWindow(new TimeWindow(from, start), service.EverySeconds));
                (from, travel) = (start, next);
            }
        }

        yield return (travel, new HeadwayWindow(new TimeWindow(from, window.ToSeconds), service.EverySeconds));
    }

    private static LineTravel Travel(LineSheet line, LineDirection direction, string day, int start) =>
        line.FindTravel(day, direction.Id, start)
        ?? throw new InvalidOperationException($"{line.File} has no travel time for {ClockText.Format(start)}, which its reader should have noted.");

    private static string Id(LineSheet line, LineDirection direction, string day, int start) =>
        $"{line.Id}.{day}.{CsvTable.Number(direction.Id)}.{ClockText.Format(start).Replace(":", string.Empty, StringComparison.Ordinal)}";
}
