namespace TransitHub.Gtfs.Building.Tables;

/// <summary>A row of frequencies.txt.</summary>
/// <param name="Between">Its window.</param>
/// <param name="EverySeconds">headway_secs.</param>
internal readonly record struct HeadwayWindow(TimeWindow Between, int EverySeconds);
