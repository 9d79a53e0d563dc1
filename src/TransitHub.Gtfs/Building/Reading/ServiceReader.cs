using System.Collections.Immutable;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Reads when a line runs. Directions and travel times are null if they could not be read.</summary>
internal sealed class ServiceReader(NetworkDraft network, ImmutableArray<LineDirection>? directions, ImmutableArray<LineTravel>? travel)
{
    /// <summary>The shortest headway: no stop clears vehicles faster.</summary>
    private const int MinHeadwaySeconds = 20;

    /// <summary>The longest headway; what runs less often has departures that can be listed.</summary>
    private const int MaxHeadwaySeconds = 4 * 3600;

    private readonly List<(LineService Service, SheetNode Node)> read = [];

    public ImmutableArray<LineService>? Read(SheetMapping root)
    {
        if (root.Required("service", "say when the line runs, such as [{days: weekday, between: [06:00, 20:00], every: 10m}]")?.ReadList(orOne: true) is not { } list)
        {
            return null;
        }

        if (list.Count == 0)
        {
            root.Optional("service")!.Error("'service' is empty", "say when the line runs");
            return null;
        }

        var errors = network.Problems.ErrorCount;
        foreach (var item in list)
        {
            if (ReadOne(item) is { } service)
            {
                NoteClash(service, item);
                this.read.Add((service, item));
            }
        }

        foreach (var (service, node) in this.read)
        {
            NoteUntimed(service, node);
        }

        foreach (var direction in directions ?? [])
        {
            if (this.read.Count == list.Count && !this.read.Exists(one => (one.Service.Direction ?? direction.Id) == direction.Id))
            {
                root.Optional("service")!.Error($"direction {direction.Id} never runs", "give it departures, or take it out of 'directions'");
            }
        }

        return errors == network.Problems.ErrorCount ? [.. this.read.Select(one => one.Service)] : null;
    }

    private LineService? ReadOne(SheetNode node)
    {
        if (node.ReadMapping("days", "direction", "between", "every", "departures") is not { } map)
        {
            return null;
        }

        var errors = network.Problems.ErrorCount;
        map.Required("days", $"name one or more of {string.Join(", ", network.DayTypes.Names)}");
        var scope = ServiceScope.Read(map, network, directions);
        if (map.Optional("departures") is { } departures)
        {
            if (map.Optional("between") is not null || map.Optional("every") is not null)
            {
                map.Error("the service has both 'departures' and a headway", "give them as two entries");
            }

            var times = ReadDepartures(departures);
            return errors == network.Problems.ErrorCount ? new LineService(scope.Days, scope.Direction, null, 0, times) : null;
        }

        var window = map.Required("between", "give the window of the headway, such as [06:00, 20:00], or list 'departures'") is { } between
            ? ServiceScope.ReadWindow(between)
            : null;
        var every = map.Required("every", "give the time between two departures, such as 10m")?.ReadDuration(MinHeadwaySeconds, MaxHeadwaySeconds);
        return errors == network.Problems.ErrorCount ? new LineService(scope.Days, scope.Direction, window, every!.Value, []) : null;
    }

    private static ImmutableArray<int> ReadDepartures(SheetNode node)
    {
        if (node.ReadList() is not { } list)
        {
            return [];
        }

        if (list.Count == 0)
        {
            node.Error("'departures' is empty", "list the times at which vehicles leave the first stop");
        }

        var times = new List<int>();
        foreach (var item in list)
        {
            if (item.ReadTimeOfDay() is not { } time)
            {
                continue;
            }

            if (times.Count > 0 && time <= times[^1])
            {
                item.Error($"the departure {ClockText.Format(time)} stands after {ClockText.Format(times[^1])}",
                    time == times[^1] ? "take one out" : "list departures in their order; after midnight write 24:10 for 00:10");
                continue;
            }

            times.Add(time);
        }

        return [.. times];
    }

    /// <summary>Notes departures of two entries that fall together on the same day and direction.</summary>
    private void NoteClash(LineService service, SheetNode node)
    {
        foreach (var (other, at) in this.read)
        {
            if (!other.Days.Any(day => service.Days.Contains(day))
                || (other.Direction is { } one && service.Direction is { } two && one != two))
            {
                continue;
            }

            if (Shared(other, service) is { } shared)
            {
                node.Error($"{shared} is already in the service of line {at.Line}", "let the windows meet without overlapping, and list each departure once");
                return;
            }
        }
    }

    private static string? Shared(LineService a, LineService b)
    {
        if (a.Between is { } left && b.Between is { } right)
        {
            return left.Overlaps(right) ? "a part of the window " + right : null;
        }

        var window = a.Between ?? b.Between;
        var times = window is null
            ? a.Departures.Intersect(b.Departures)
            : a.Departures.Concat(b.Departures).Where(time => window.Value.Contains(time));
        return times.Cast<int?>().FirstOrDefault() is { } time ? $"the departure {ClockText.Format(time)}" : null;
    }

    /// <summary>Notes a time of departure for which there are no travel times.</summary>
    private void NoteUntimed(LineService service, SheetNode node)
    {
        if (travel is not { } times)
        {
            return;
        }

        var starts = service.Between is { } window
            ? times.Where(one => one.Between is not null).Select(one => one.Between!.Value.ToSeconds).Where(window.Contains).Prepend(window.FromSeconds)
            : service.Departures;
        foreach (var start in starts)
        {
            foreach (var day in service.Days)
            {
                var without = (directions ?? []).FirstOrDefault(direction => service.IsFor(day, direction.Id)
                    && !times.Any(one => one.IsFor(day, direction.Id) && (one.Between?.Contains(start) ?? true)));
                if (without is not null)
                {
                    node.Error($"there is no travel time for the departure {ClockText.Format(start)} on '{day}' in direction {without.Id}",
                        "add an entry without 'between' to 'travel'");
                    return;
                }
            }
        }
    }
}
