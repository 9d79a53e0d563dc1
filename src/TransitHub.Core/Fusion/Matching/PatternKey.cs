using System.IO.Hashing;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>A pattern's key for what outlives a version of the static feed: a hash of its route and stops.</summary>
internal static class PatternKey
{
    public static ulong Of(Schedule schedule, int pattern)
    {
        XxHash3 hash = new();
        hash.Append(schedule.Routes.IdUtf8(schedule.Patterns.RouteIndex(pattern)));
        foreach (int stop in schedule.Patterns.Stops(pattern))
        {
            hash.Append([0]);
            hash.Append(schedule.Stops.IdUtf8(stop));
        }

        return hash.GetCurrentHashAsUInt64();
    }
}
