using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Building;

/// <summary>What a build wrote.</summary>
/// <param name="Lines">Rows of routes.txt.</param>
/// <param name="Stops">Rows of stops.txt.</param>
/// <param name="Trips">Rows of trips.txt.</param>
/// <param name="HeadwayWindows">Rows of frequencies.txt.</param>
/// <param name="StopTimes">Rows of stop_times.txt.</param>
/// <param name="Shapes">Different shapes in shapes.txt.</param>
/// <param name="Version">feed_version.</param>
/// <param name="ValidFrom">First day of service.</param>
/// <param name="ValidTo">Last day of service.</param>
public sealed record GtfsBuildReport(
    int Lines, int Stops, int Trips, int HeadwayWindows, int StopTimes, int Shapes, string Version, ServiceDate ValidFrom, ServiceDate ValidTo);
