namespace TransitHub.Core.Snapshots;

/// <summary>What a vehicle is doing.</summary>
public enum VehiclePhase
{
    /// <summary>Not known to run any trip; <see cref="VehicleSnapshot.UnmatchedReason"/> says why.</summary>
    Unmatched,

    /// <summary>Running its trip.</summary>
    InService,

    /// <summary>Waiting at a terminal for its trip.</summary>
    Layover,

    /// <summary>On its way without riders.</summary>
    Deadhead,

    /// <summary>In the depot.</summary>
    Depot,

    /// <summary>Has a trip but left its line.</summary>
    OffRoute,

    /// <summary>Has not been heard of for long; its last position stands with its own time.</summary>
    Lost,
}
