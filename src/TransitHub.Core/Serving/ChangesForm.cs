using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Graphs;

namespace TransitHub.Core.Serving;

/// <summary>The form in which shards' changes stand in streams.</summary>
/// <param name="Encode">Makes the bytes.</param>
/// <param name="Decode">Reads them again.</param>
public sealed record ChangesForm(Func<ShardChanges, byte[]> Encode, Func<ReadOnlyMemory<byte>, ShardChanges> Decode)
{
    /// <summary>The hub's own: by the names of fields, so that processes of two versions understand each other.</summary>
    public static ChangesForm ByNames { get; } = new(static changes => GraphCodec.Encode(changes), static bytes => GraphCodec.Decode<ShardChanges>(bytes));
}
