using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>Finds the lines that riders board at stops, and which patterns call where.</summary>
internal static class StopLines
{
    /// <summary>Lines of a stop, the busiest first.</summary>
    /// <param name="schedule">The timetable.</param>
    /// <param name="stop">Index of the stop.</param>
    /// <param name="calls">Takes each pattern's call: pattern, place, and place of its line among those given back.</param>
    public static IReadOnlyList<BoardingLine> Find(Schedule schedule, int stop, List<(int Pattern, int Place, int Line)> calls)
    {
        List<(int Pattern, int Place)> found = [];
        SortedDictionary<(int Route, int Direction), double> offered = [];
        for (int pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            ReadOnlySpan<int> stops = schedule.Patterns.Stops(pattern);
            for (int place = 0; place < stops.Length - 1; place++)
            {
                if (stops[place] != stop)
                {
                    continue;
                }

                found.Add((pattern, place));
                (int, int) key = (schedule.Patterns.RouteIndex(pattern), schedule.Patterns.DirectionId(pattern));

                // Few board shortly before the end of a line.
                double ahead = (stops.Length - 1.0 - place) / (stops.Length - 1);
                offered[key] = offered.GetValueOrDefault(key) + (Runs(schedule, pattern) * Math.Sqrt(ahead));
            }
        }

        double sum = Math.Max(1e-9, offered.Values.Sum());
        List<BoardingLine> lines = [.. offered.Select(o => new BoardingLine(o.Key.Route, o.Key.Direction, o.Value / sum))];
        foreach ((int pattern, int place) in found)
        {
            int line = lines.FindIndex(l => l.Route == schedule.Patterns.RouteIndex(pattern) && l.Direction == schedule.Patterns.DirectionId(pattern));
            calls.Add((pattern, place, line));
        }

        return lines;
    }

    /// <summary>Runs of a pattern on all its days together.</summary>
    private static double Runs(Schedule schedule, int pattern)
    {
        double runs = 0;
        foreach (int trip in schedule.Patterns.Trips(pattern))
        {
            ReadOnlySpan<FrequencyWindow> windows = schedule.Trips.Frequencies(trip);
            runs += windows.IsEmpty ? 1 : 0;
            foreach (FrequencyWindow window in windows)
            {
                runs += (double)(window.EndSeconds - window.StartSeconds) / Math.Max(1, window.HeadwaySeconds);
            }
        }

        return runs;
    }
}
