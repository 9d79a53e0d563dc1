using System.Collections.Immutable;

namespace TransitHub.Gtfs.Building;

/// <summary>When a line's vehicles leave their first stop.</summary>
/// <param name="Days">Ids of the day types that it is for, one or more.</param>
/// <param name="Direction">The direction that it is for, or null for both.</param>
/// <param name="Between">The window of a headway; null if there are <paramref name="Departures"/>.</param>
/// <param name="EverySeconds">Seconds between two departures in the window; 0 if there are <paramref name="Departures"/>.</param>
/// <param name="Departures">Departures in seconds of service time, rising; empty for a headway.</param>
public sealed record LineService(
    ImmutableArray<string> Days, int? Direction, TimeWindow? Between, int EverySeconds, ImmutableArray<int> Departures)
{
    /// <summary>Whether it is for a day type and direction.</summary>
    internal bool IsFor(string dayType, int direction) => Days.Contains(dayType) && (Direction ?? direction) == direction;
}
