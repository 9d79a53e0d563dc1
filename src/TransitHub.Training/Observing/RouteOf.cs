namespace TransitHub.Training.Observing;

/// <summary>What of a report tells the line that its vehicle runs.</summary>
public enum RouteOf
{
    /// <summary>Nothing: vehicle and position are all that is used.</summary>
    None,

    /// <summary><c>route_id</c> and <c>direction_id</c>; a change of <c>trip_id</c> begins the next run.</summary>
    Route,

    /// <summary>What the vehicle's sign shows.</summary>
    Sign,
}
