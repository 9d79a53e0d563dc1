using System.Collections.Immutable;
using System.Globalization;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Reads how long a line's ways take. <paramref name="directions"/> is null if they could not be read.</summary>
internal sealed class TravelReader(NetworkDraft network, TransitMode? mode, ImmutableArray<LineDirection>? directions)
{
    /// <summary>Slower than this nobody rides; a person walks 5 km/h.</summary>
    private const double MinSpeedKmh = 2;

    private const double MaxMinutes = 24 * 60;

    public ImmutableArray<LineTravel>? Read(SheetMapping root)
    {
        if (root.Required("travel", "give a speed, such as [{speed_kmh: 18}]")?.ReadList(orOne: true) is not { } list)
        {
            return null;
        }

        var errors = network.Problems.ErrorCount;
        var read = new List<(LineTravel Travel, SheetNode Node)>();
        foreach (var item in list)
        {
            if (ReadOne(item) is not { } travel)
            {
                continue;
            }

            if (read.Exists(other => Clash(other.Travel, travel)))
            {
                item.Error($"the travel times here are for the same trips as those of line {read.Find(other => Clash(other.Travel, travel)).Node.Line}",
                    "tell them apart by 'between', 'days' or 'direction'; windows may not overlap");
            }

            read.Add((travel, item));
        }

        if (list.Count == 0)
        {
            root.Optional("travel")!.Error("'travel' is empty", "give a speed, such as [{speed_kmh: 18}]");
        }

        return errors == network.Problems.ErrorCount ? [.. read.Select(one => one.Travel)] : null;
    }

    private static bool Clash(LineTravel a, LineTravel b) =>
        a.Rank == b.Rank
        && (a.Direction is null || a.Direction == b.Direction)
        && (a.Days.IsEmpty || a.Days.Any(day => b.Days.Contains(day)))
        && (a.Between is not { } window || window.Overlaps(b.Between!.Value));

    private LineTravel? ReadOne(SheetNode node)
    {
        if (node.ReadMapping("between", "days", "direction", "speed_kmh", "minutes") is not { } map)
        {
            return null;
        }

        var errors = network.Problems.ErrorCount;
        var scope = ServiceScope.Read(map, network, directions);
        var between = map.Optional("between") is { } window ? ServiceScope.ReadWindow(window) : null;
        var (speedNode, minutesNode) = (map.Optional("speed_kmh"), map.Optional("minutes"));
        if (speedNode is null == minutesNode is null)
        {
            map.Error(speedNode is null ? "the travel times have neither 'speed_kmh' nor 'minutes'" : "the travel times have both 'speed_kmh' and 'minutes'", "give one of the two");
        }

        var speed = speedNode is null ? null : ReadSpeed(speedNode);
        var minutes = minutesNode?.ReadList(orOne: true)?.Select(item => item.ReadNumber(0.1, MaxMinutes, "minutes")).ToList() ?? [];
        if (errors != network.Problems.ErrorCount)
        {
            return null;
        }

        var travel = new LineTravel(scope.Days, scope.Direction, between, speed, [.. minutes.Select(one => one!.Value)]);
        return minutesNode is null || FitsStops(travel, minutesNode) ? travel : null;
    }

    private double? ReadSpeed(SheetNode node)
    {
        var most = mode?.MaxSpeedKmh ?? 350;
        if (node.ReadNumber(0, double.MaxValue, "km/h") is not { } speed)
        {
            return null;
        }

        if (speed >= MinSpeedKmh && speed <= most)
        {
            return speed;
        }

        node.Error(
            string.Create(CultureInfo.InvariantCulture, $"no {mode?.Name ?? "vehicle"} runs at {speed} km/h"),
            string.Create(CultureInfo.InvariantCulture, $"give its running speed between stops, {MinSpeedKmh} to {most} km/h"));
        return null;
    }

    /// <summary>Notes minutes that are too many, too few, or that no vehicle of the mode can keep.</summary>
    private bool FitsStops(LineTravel travel, SheetNode node)
    {
        foreach (var direction in (directions ?? []).Where(direction => (travel.Direction ?? direction.Id) == direction.Id))
        {
            if (travel.Minutes.Length != direction.Stops.Length - 1)
            {
                node.Error($"there are {travel.Minutes.Length} minutes for {direction.Stops.Length - 1} ways between {direction.Stops.Length} stops of direction {direction.Id}",
                    "give one number for each way from a stop to the next, and each direction its own entry with 'direction' if they differ");
                return false;
            }

            var seconds = travel.RunSeconds(direction);
            for (var link = 0; link < seconds.Length; link++)
            {
                var meters = direction.Stops[link + 1].OffsetMeters - direction.Stops[link].OffsetMeters;
                if (meters / seconds[link] * 3.6 > mode!.MaxSpeedKmh)
                {
                    node.Error(
                        string.Create(CultureInfo.InvariantCulture, $"from '{direction.Stops[link].Stop.Id}' to '{direction.Stops[link + 1].Stop.Id}' ({meters / 1000:F1} km) no {mode.Name} takes {seconds[link] / 60.0:0.##} minutes"),
                        string.Create(CultureInfo.InvariantCulture, $"give {Math.Ceiling(meters / mode.MaxSpeedKmh * 3.6 / 6) / 10:0.#} or more"));
                    return false;
                }
            }
        }

        return true;
    }
}
