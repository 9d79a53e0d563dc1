namespace TransitHub.Core.Storage.States;

/// <summary>A state made of a log's records up to one.</summary>
/// <param name="Schema">The version of the content's own form; its owner's to judge.</param>
/// <param name="Sequence">The last record that it has taken in: reading goes on after it, which makes each record count once.</param>
/// <param name="Content">The state in its owner's form.</param>
public sealed record StoredState(int Schema, long Sequence, ReadOnlyMemory<byte> Content);

/// <summary>What a store has under a name.</summary>
/// <param name="State">The state; null: there is none that can be used.</param>
/// <param name="Problem">Why not, in one sentence with the remedy; null also where nothing was ever kept.</param>
public readonly record struct StateReading(StoredState? State, string? Problem);
