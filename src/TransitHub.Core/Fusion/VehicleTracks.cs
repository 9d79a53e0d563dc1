using System.Diagnostics.CodeAnalysis;
using TransitHub.Core.Graphs;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Fusion;

/// <summary>
/// The vehicles of a pipeline. They are gone through in the order of their ids: the order in a hash table depends on who came and went before, and a
/// pipeline that was restored would go other ways than the one it continues.
/// </summary>
internal sealed class VehicleTracks
{
    private readonly Dictionary<DeviceId, VehicleTrack> tracks = [];

    [NotKept]
    private VehicleTrack[]? ordered;

    /// <summary>How many.</summary>
    public int Count => this.tracks.Count;

    /// <summary>All of them in the order of their ids; vehicles may come and go meanwhile.</summary>
    public IReadOnlyList<VehicleTrack> InOrder => this.ordered ??= [.. this.tracks.Values.OrderBy(t => t.Id)];

    /// <summary>Whether it is one of them.</summary>
    public bool Contains(DeviceId id) => this.tracks.ContainsKey(id);

    /// <summary>Finds one.</summary>
    public bool TryFind(DeviceId id, [NotNullWhen(true)] out VehicleTrack? track) => this.tracks.TryGetValue(id, out track);

    /// <summary>Adds one.</summary>
    public void Add(VehicleTrack track)
    {
        this.tracks.Add(track.Id, track);
        this.ordered = null;
    }

    /// <summary>Removes one.</summary>
    public void Remove(DeviceId id)
    {
        this.tracks.Remove(id);
        this.ordered = null;
    }
}
