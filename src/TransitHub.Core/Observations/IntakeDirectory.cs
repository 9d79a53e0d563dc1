using System.Collections.Concurrent;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Observations;

/// <summary>The intakes of the hub's feeds, shared by all adapters. Safe for many threads.</summary>
public sealed class IntakeDirectory
{
    private readonly ConcurrentDictionary<FeedId, ObservationIntake> intakes = new();
    private FeedId? hfpFeed;

    /// <summary>All intakes, in no order.</summary>
    public IReadOnlyCollection<ObservationIntake> All => [.. this.intakes.Values];

    /// <summary>Counts what cannot be told to belong to a feed: unknown topics and feeds.</summary>
    public RejectionLedger Unrouted { get; } = new();

    /// <summary>
    /// The feed that takes Helsinki's <c>/hfp/...</c> topics, which name no feed. Unless set it is the only feed there is;
    /// null with several feeds. Set it before adapters start.
    /// </summary>
    public FeedId? HfpFeed
    {
        get => this.hfpFeed ?? (this.intakes.Count == 1 ? this.intakes.Keys.First() : null);
        set => this.hfpFeed = value;
    }

    /// <summary>The intake of a feed; false when the hub does not serve it.</summary>
    public bool TryFind(FeedId id, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out ObservationIntake intake) =>
        this.intakes.TryGetValue(id, out intake);

    /// <summary>Adds a feed's intake.</summary>
    /// <exception cref="ArgumentException">The feed is there already.</exception>
    public void Add(ObservationIntake intake)
    {
        ArgumentNullException.ThrowIfNull(intake);
        if (!this.intakes.TryAdd(intake.Feed, intake))
        {
            throw new ArgumentException($"Feed '{intake.Feed}' has an intake already.", nameof(intake));
        }
    }
}
