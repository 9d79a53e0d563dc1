using System.Collections.Immutable;
using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Counting;

/// <summary>Two counting lines on one way with little between them: what crosses the one, crosses the other.</summary>
/// <param name="First">The device of the first.</param>
/// <param name="FirstKey">What it counts.</param>
/// <param name="Second">The device of the second.</param>
/// <param name="SecondKey">What it counts, of the same class.</param>
public readonly record struct NeighborPair(DeviceId First, ChannelKey FirstKey, DeviceId Second, ChannelKey SecondKey);

/// <summary>
/// Finds neighbors in the devices file without anything being declared: two devices whose lines are crossed, one right after the other, by a pattern of the timetable
/// within 1,000 m stand at the same street, in the directions in which the pattern crosses them.
/// </summary>
public static class NeighborLines
{
    /// <summary>Farther apart on the way too much turns off, meters.</summary>
    private const double FarthestMeters = 1000;

    /// <summary>The pairs, in the order of the devices, each once.</summary>
    public static ImmutableArray<NeighborPair> Find(DeviceRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        SortedSet<(DeviceId First, ChannelKey FirstKey, DeviceId Second, ChannelKey SecondKey)> found = [];
        var crossings =
            from device in registry.All
            from channel in device.Channels
            where !channel.Counts.IsEmpty
            from direction in channel.Directions
            from route in direction.Routes
            from crossing in route.Crossings
            select (device.Id, Channel: channel, Direction: direction.Name, crossing.PatternIndex, crossing.OffsetMeters);
        foreach (var pattern in crossings.Distinct().GroupBy(c => c.PatternIndex))
        {
            var ordered = pattern.OrderBy(c => c.OffsetMeters).ThenBy(c => c.Id).ToArray();
            for (int i = 1; i < ordered.Length; i++)
            {
                var (before, after) = (ordered[i - 1], ordered[i]);
                if (before.Id == after.Id || after.OffsetMeters - before.OffsetMeters > FarthestMeters)
                {
                    continue;
                }

                foreach (string @class in before.Channel.Counts.Intersect(after.Channel.Counts, StringComparer.Ordinal))
                {
                    (DeviceId, ChannelKey) one = (before.Id, new ChannelKey(before.Channel.Id, @class, before.Direction));
                    (DeviceId, ChannelKey) other = (after.Id, new ChannelKey(after.Channel.Id, @class, after.Direction));
                    found.Add(one.CompareTo(other) < 0 ? (one.Item1, one.Item2, other.Item1, other.Item2) : (other.Item1, other.Item2, one.Item1, one.Item2));
                }
            }
        }

        return [.. found.Select(p => new NeighborPair(p.First, p.FirstKey, p.Second, p.SecondKey))];
    }
}
