using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>
/// What a reader with a filter holds at one state. The hub's own changes do not say what leaves a filter by ceasing to match, so this remembers it. It is never changed once made: equal readers
/// share it, and states in which nothing enters or leaves share its sets.
/// </summary>
internal sealed record WatchHeld(
    HashSet<DeviceId> Vehicles, HashSet<TripInstance> Trips, HashSet<TripInstance> Unseen, HashSet<int> Crowding, HashSet<ExtraRunKey> Extra)
{
    /// <summary>Nothing; also what a reader without a filter needs to remember.</summary>
    public static WatchHeld None { get; } = new([], [], [], [], []);
}

/// <summary>A set to which changes are made in a copy, once there is one.</summary>
/// <param name="before">The set; it stays as it is.</param>
internal sealed class HeldSet<T>(HashSet<T> before)
{
    private bool isCopy;

    /// <summary>With the changes.</summary>
    public HashSet<T> Now { get; private set; } = before;

    /// <summary>True when it holds the key.</summary>
    public bool Contains(T key) => this.Now.Contains(key);

    /// <summary>Adds it if it is not there.</summary>
    public void Add(T key)
    {
        if (!this.Now.Contains(key))
        {
            this.Copy().Add(key);
        }
    }

    /// <summary>Removes it; false when it was not there.</summary>
    public bool Remove(T key) => this.Now.Contains(key) && this.Copy().Remove(key);

    private HashSet<T> Copy()
    {
        if (!this.isCopy)
        {
            (this.Now, this.isCopy) = ([.. this.Now], true);
        }

        return this.Now;
    }
}
