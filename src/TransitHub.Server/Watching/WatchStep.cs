using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>What a step of a stream is.</summary>
internal enum WatchStepKind
{
    /// <summary>All that matches; replaces what the reader holds.</summary>
    Snapshot,

    /// <summary>What changed.</summary>
    Changes,

    /// <summary>Nothing; the stream is alive.</summary>
    Heartbeat,
}

/// <summary>One step of a stream, before it is cut into events and encoded.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="State">The state that the reader has after it; for a heartbeat the newest.</param>
/// <param name="From">The sequence of the state before it; -1 for a snapshot.</param>
/// <param name="To">The sequence of the state after it.</param>
/// <param name="Delta">What to tell.</param>
/// <param name="ConflatedStates">States it stands for beyond the first.</param>
internal sealed record WatchStep(WatchStepKind Kind, HubSnapshot State, long From, long To, WatchDelta Delta, long ConflatedStates);
