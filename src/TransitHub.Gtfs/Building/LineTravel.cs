using System.Collections.Immutable;

namespace TransitHub.Gtfs.Building;

/// <summary>How long the ways from stop to stop take, for trips that leave their first stop at certain times.</summary>
/// <param name="Days">Ids of the day types that it is for; empty for all.</param>
/// <param name="Direction">The direction that it is for, or null for both.</param>
/// <param name="Between">When the trips leave their first stop, or null for always.</param>
/// <param name="SpeedKmh">Running speed along the path in km/h, or null if there are <paramref name="Minutes"/>.</param>
/// <param name="Minutes">Minutes from each departure to the next arrival in the order of direction 0, or empty.</param>
public sealed record LineTravel(
    ImmutableArray<string> Days, int? Direction, TimeWindow? Between, double? SpeedKmh, ImmutableArray<double> Minutes)
{
    /// <summary>How much it says of when it is for; of two that fit, the more specific one counts.</summary>
    internal int Rank => (Direction is null ? 0 : 4) + (Days.IsEmpty ? 0 : 2) + (Between is null ? 0 : 1);

    /// <summary>Whether it is for a day type and direction.</summary>
    internal bool IsFor(string dayType, int direction) =>
        (Days.IsEmpty || Days.Contains(dayType)) && (Direction ?? direction) == direction;

    /// <summary>Seconds of each way between calls of a direction, rounded up, 1 or more.</summary>
    public ImmutableArray<int> RunSeconds(LineDirection direction)
    {
        ArgumentNullException.ThrowIfNull(direction);
        var seconds = ImmutableArray.CreateBuilder<int>(direction.Stops.Length - 1);
        var backwards = Direction is null && direction.Id == 1;
        for (var link = 0; link + 1 < direction.Stops.Length; link++)
        {
            var meters = direction.Stops[link + 1].OffsetMeters - direction.Stops[link].OffsetMeters;
            var exact = SpeedKmh is { } speed
                ? meters / (speed / 3.6)
                : Minutes[backwards ? Minutes.Length - 1 - link : link] * 60;
            seconds.Add(Math.Max(1, (int)Math.Ceiling(exact - 1e-6)));
        }

        return seconds.MoveToImmutable();
    }
}
