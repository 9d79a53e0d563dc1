namespace TransitHub.Simulation.Events;

/// <summary>Something that happens at a moment.</summary>
/// <param name="Kind">What.</param>
/// <param name="Subject">Index of the vehicle, day or camera that it happens to.</param>
/// <param name="Version">For what can be called off: happens only if the subject still has this version.</param>
internal readonly record struct SimulationEvent(EventKind Kind, int Subject, int Version = 0);

/// <summary>What can happen.</summary>
internal enum EventKind : byte
{
    /// <summary>The runs of the next service day are made.</summary>
    PlanDay,

    /// <summary>A planned run wants a vehicle.</summary>
    DispatchRun,

    /// <summary>A run has waited for its vehicle long enough.</summary>
    RunOverdue,

    /// <summary>A vehicle leaves a stop.</summary>
    Depart,

    /// <summary>A vehicle reaches a stop.</summary>
    Arrive,

    /// <summary>A vehicle breaks down on its way.</summary>
    BreakDown,

    /// <summary>A broken vehicle is fetched.</summary>
    TowAway,

    /// <summary>A vehicle has stood at its terminal for too long.</summary>
    PullIn,

    /// <summary>A device measures.</summary>
    Report,

    /// <summary>A device's store is sent.</summary>
    Flush,

    /// <summary>A camera's interval ends.</summary>
    CameraInterval,

    /// <summary>A vehicle crosses a camera's line.</summary>
    Passage,
}
