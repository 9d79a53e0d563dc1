using TransitHub.Core.Fusion.Shards;

namespace TransitHub.Core.Serving;

/// <summary>The form in which shards' changes stand in streams.</summary>
/// <param name="Encode">Makes the bytes.</param>
/// <param name="Decode">Reads them again.</param>
public sealed record ChangesForm(Func<ShardChanges, byte[]> Encode, Func<ReadOnlyMemory<byte>, ShardChanges> Decode);
