namespace TransitHub.Core.Snapshots;

/// <summary>GTFS-Realtime <c>VehicleStopStatus</c>, with its numbers.</summary>
public enum StopStatus
{
    /// <summary>About to arrive.</summary>
    IncomingAt = 0,

    /// <summary>Standing at the stop.</summary>
    StoppedAt = 1,

    /// <summary>On the way to the stop.</summary>
    InTransitTo = 2,
}
