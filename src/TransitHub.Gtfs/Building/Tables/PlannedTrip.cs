using System.Collections.Immutable;

namespace TransitHub.Gtfs.Building.Tables;

/// <summary>A trip of a built feed.</summary>
/// <param name="Id">trip_id: line, day type, direction and first departure.</param>
/// <param name="Line">Its line.</param>
/// <param name="Direction">Its direction.</param>
/// <param name="DayType">service_id.</param>
/// <param name="StartSeconds">Departure from the first stop in service time; of a template, the first one of its windows.</param>
/// <param name="Travel">Its travel times.</param>
/// <param name="Windows">Windows of a headway for which it is the template; empty for a trip of its own.</param>
internal sealed record PlannedTrip(
    string Id,
    LineSheet Line,
    LineDirection Direction,
    string DayType,
    int StartSeconds,
    LineTravel Travel,
    ImmutableArray<HeadwayWindow> Windows);
