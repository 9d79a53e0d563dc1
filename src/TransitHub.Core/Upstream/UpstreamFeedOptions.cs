namespace TransitHub.Core.Upstream;

/// <summary>What is taken from one feed of another agency.</summary>
public sealed record UpstreamFeedOptions
{
    /// <summary>Whether VehiclePositions are taken as reports.</summary>
    public bool TakesVehicles { get; init; } = true;

    /// <summary>Whether TripUpdates are taken.</summary>
    public bool TakesTripUpdates { get; init; } = true;

    /// <summary>Whether Alerts are taken.</summary>
    public bool TakesAlerts { get; init; } = true;

    /// <summary>
    /// Whether a position that was there before is a report again. Live it is not: an agency repeats each until there is a newer one.
    /// </summary>
    public bool RepeatsPositions { get; init; }

    /// <summary>Entities of one message that are taken at most, 1 to 1,000,000; default 200,000.</summary>
    public int MaxEntities { get; init; } = 200_000;
}
