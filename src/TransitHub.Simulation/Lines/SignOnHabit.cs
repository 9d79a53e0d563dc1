namespace TransitHub.Simulation.Lines;

/// <summary>What a line's devices say about the run that they are on.</summary>
public enum SignOnHabit
{
    /// <summary><c>trip_id</c> and <c>start_date</c>, and <c>start_time</c> where the trip runs by headway.</summary>
    Trip,

    /// <summary><c>route_id</c> and <c>direction_id</c>.</summary>
    Route,

    /// <summary>The text on the sign only: the route's short name and where to.</summary>
    Sign,

    /// <summary>Nothing: a tracker that somebody bolted on.</summary>
    Nothing,
}
