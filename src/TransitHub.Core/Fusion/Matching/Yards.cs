using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>
/// Tells a vehicle in its yard from one that waits or is on its way: it runs nothing, has stood for minutes, and stands where no line passes and none
/// begins or ends. Feeds do not say where yards are.
/// </summary>
internal sealed class Yards(Schedule schedule)
{
    /// <summary>So long it must have stood, seconds.</summary>
    private const double LeastSeconds = 300;

    /// <summary>So far from every first and last stop, meters.</summary>
    private const double TerminalMeters = 250;

    /// <summary>So far from every line, meters: buses break down and wait in the street.</summary>
    private const float LineMeters = 60;

    private int[]? terminals;

    /// <summary>True while the vehicle, which runs nothing, stands in a yard.</summary>
    public bool IsIn(VehicleTrack track)
    {
        if (track.Recent.Count == 0 || track.Recent[0].Until - track.Recent[0].At < LeastSeconds)
        {
            return false;
        }

        RecentFixes.Fix place = track.Recent[0];
        if (track.Stood.At != place.At)
        {
            track.Stood = (place.At, !this.IsAtTerminal(place) && !this.IsOnLine(place));
        }

        return track.Stood.IsInYard;
    }

    private bool IsAtTerminal(RecentFixes.Fix place)
    {
        this.terminals ??= this.FindTerminals();
        foreach (int stop in this.terminals)
        {
            if (Ground.Meters(place.Latitude, place.Longitude, schedule.Stops.Latitude(stop), schedule.Stops.Longitude(stop)) <= TerminalMeters)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOnLine(RecentFixes.Fix place)
    {
        Span<LinePlace> places = stackalloc LinePlace[1];
        for (int line = 0; line < schedule.Geometries.Count; line++)
        {
            Geometry way = schedule.Geometries[line];
            way.ToLocal(place.Latitude, place.Longitude, out float x, out float y);
            if (LineProjection.Find(way, x, y, 0, double.MaxValue, LineMeters, places) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private int[] FindTerminals()
    {
        SortedSet<int> found = [];
        for (int pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            ReadOnlySpan<int> stops = schedule.Patterns.Stops(pattern);
            found.Add(stops[0]);
            found.Add(stops[^1]);
        }

        return [.. found];
    }
}
