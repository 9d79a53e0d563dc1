using System.Text.Json;
using TransitHub.Core.Storage.States;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>How far a shard's owner is with another static feed, as it tells it under the shard's lease.</summary>
/// <param name="Id">Which change of the static feed.</param>
/// <param name="Tries">How many owners have begun, from 1: one that is killed by it shall not take all others with it.</param>
/// <param name="IsReady">The machine for it has come to the end of the log and keeps up.</param>
/// <param name="Problem">Why there will be none; null: there will.</param>
public sealed record ShardWord(string Id, int Tries, bool IsReady, string? Problem)
{
    /// <summary>The state's name in the store.</summary>
    public const string Name = "static";

    private const int Schema = 1;

    /// <summary>As it is kept.</summary>
    public StoredState Keep(long sequence) => new(Schema, sequence, JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>What a store has; null: nothing that this hub can read.</summary>
    public static ShardWord? Of(StateReading reading)
    {
        try
        {
            return reading.State is { Schema: Schema } state ? JsonSerializer.Deserialize<ShardWord>(state.Content.Span) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
