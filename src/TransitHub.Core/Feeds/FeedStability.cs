namespace TransitHub.Core.Feeds;

/// <summary>
/// Watches how many entities a feed has. Consumers distrust one whose entities vanish together, so that must not go unnoticed: a new static feed that
/// does not fit, shards without an owner, an operator whose devices fell silent. For one thread at a time.
/// </summary>
/// <param name="options">What counts as a collapse.</param>
public sealed class FeedStability(FeedOptions options)
{
    /// <summary>Below it a share says nothing: two of three vehicles going home are no event.</summary>
    public const int LeastEntities = 20;

    /// <summary>After this time, seconds, what is left is what there is.</summary>
    private const int LongestCollapseSeconds = 1800;

    /// <summary>Counts of the last while, oldest first, none lower than one behind it: the first is the highest.</summary>
    private readonly LinkedList<(long Time, int Count)> highest = [];

    /// <summary>The collapse that is going on; null: none.</summary>
    public FeedCollapse? Collapse { get; private set; }

    /// <summary>The newest number of entities.</summary>
    public int Entities { get; private set; }

    /// <summary>Notes a message.</summary>
    /// <param name="time">Its header timestamp, Unix seconds; not before the last one's.</param>
    /// <param name="entities">How many it has.</param>
    public void Note(long time, int entities)
    {
        this.Entities = entities;
        if (this.Collapse is { } going)
        {
            bool isBack = entities >= going.Before * (1 - (options.CollapseShare / 2));
            this.Collapse = isBack || time - going.Since >= LongestCollapseSeconds ? null : going with { Entities = entities };
            this.highest.Clear();
        }

        while (this.highest.First is { } oldest && oldest.Value.Time < time - options.CollapseSeconds)
        {
            this.highest.RemoveFirst();
        }

        while (this.highest.Last is { } newest && newest.Value.Count <= entities)
        {
            this.highest.RemoveLast();
        }

        this.highest.AddLast((time, entities));
        int before = this.highest.First!.Value.Count;
        if (this.Collapse is null && before >= LeastEntities && entities < before * (1 - options.CollapseShare))
        {
            this.Collapse = new FeedCollapse(time, before, entities);
        }
    }
}

/// <summary>Entities that left a feed together.</summary>
/// <param name="Since">Header timestamp at which it was noticed, Unix seconds.</param>
/// <param name="Before">How many there were.</param>
/// <param name="Entities">How many there are.</param>
public sealed record FeedCollapse(long Since, int Before, int Entities);
