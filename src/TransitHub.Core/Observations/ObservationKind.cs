namespace TransitHub.Core.Observations;

/// <summary>What an observation tells; the names (<see cref="ObservationKindText"/>) are those of MQTT's topics.</summary>
public enum ObservationKind
{
    /// <summary>A vehicle's position.</summary>
    Avl,

    /// <summary>Riders counted on board of a vehicle.</summary>
    Apc,

    /// <summary>How many crossed a counting line.</summary>
    Count,

    /// <summary>One anonymous vehicle at a counting line.</summary>
    Passage,

    /// <summary>A device's word about itself.</summary>
    Status,

    /// <summary>The hub's own: time passes (<see cref="TimerTick"/>). No topic has it.</summary>
    Timer,

    /// <summary>The hub's own: what another shard learned of links (<see cref="LinkTraversals"/>). No topic has it.</summary>
    Traversals,

    /// <summary>A TripUpdate or an Alert of another agency's feed (<see cref="UpstreamEntity"/>). No topic has it.</summary>
    Upstream,

    /// <summary>The hub's own: what operators want changed (<see cref="ServiceChanges"/>). No topic has it.</summary>
    Changes,
}
