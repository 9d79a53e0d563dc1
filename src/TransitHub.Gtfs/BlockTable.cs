using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs;

/// <summary>Blocks: trips that one vehicle runs in turn (block_id of trips.txt).</summary>
public sealed class BlockTable
{
    private readonly IdColumn ids;
    private readonly IntGroups trips;

    internal BlockTable(IdColumn ids, IntGroups trips) => (this.ids, this.trips) = (ids, trips);

    /// <summary>Number of blocks.</summary>
    public int Count => this.ids.Count;

    /// <summary>block_id.</summary>
    public string Id(int block) => this.ids[block];

    /// <summary>
    /// Trips of the block sorted by start. A block id may be used on days of different services: only the trips whose
    /// service runs on the day belong together.
    /// </summary>
    public ReadOnlySpan<int> Trips(int block) => this.trips[block];

    /// <summary>Finds a block by its id.</summary>
    public bool TryFind(string id, out int index) => this.ids.TryFind(id, out index);
}
