namespace TransitHub.Training.Baselines;

/// <summary>The last eight known passages of every link, shared by all trips and routes that use it.</summary>
internal sealed class RecentPassages(int links)
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 8;

    private readonly LinkPassage[] ring = new LinkPassage[links * Kept];
    private readonly int[] counts = new int[links];

    /// <summary>Takes a passage.</summary>
    public void Add(in LinkPassage passage) =>
        this.ring[(passage.Link * Kept) + (this.counts[passage.Link]++ % Kept)] = passage;

    /// <summary>The kept passages of a link, in no order.</summary>
    public ReadOnlySpan<LinkPassage> Of(int link) => this.ring.AsSpan(link * Kept, Math.Min(Kept, this.counts[link]));

    /// <summary>The newest passage of a link; false without any.</summary>
    public bool TryGetLast(int link, out LinkPassage last)
    {
        int count = this.counts[link];
        last = count > 0 ? this.ring[(link * Kept) + ((count - 1) % Kept)] : default;
        return count > 0;
    }
}
