using TransitHub.Core.Observations;

namespace TransitHub.Core.Upstream;

/// <summary>What one message of another agency's feed has that is new. It counts as taken once it is given to <see cref="UpstreamFeed.Commit"/>.</summary>
public sealed class UpstreamContent
{
    /// <summary>What is new, in the message's order; what is gone comes last.</summary>
    public List<Observation> Observations { get; } = [];

    /// <summary>
    /// Behind <see cref="Observations"/>, the word that the source has nothing else: of its first full dataset, since what it told before, perhaps to
    /// another process, is not known here. Null: what is gone is among them.
    /// </summary>
    public UpstreamEntity? Rest { get; internal set; }

    /// <summary>What cannot be used.</summary>
    public List<Rejection> Rejections { get; } = [];

    /// <summary>Entities that say what they said before.</summary>
    public int Repeats { get; internal set; }

    /// <summary>The header's timestamp as it was sent; 0: none.</summary>
    public long HeaderSeconds { get; internal set; }

    /// <summary>False: the message as a whole was refused.</summary>
    public bool IsUsable { get; internal set; }

    /// <summary>All of it is in the message; what is not is gone.</summary>
    internal bool IsWhole { get; set; }

    /// <summary>What the feed remembers of the message.</summary>
    internal Dictionary<string, SeenEntity> Seen { get; } = new(StringComparer.Ordinal);
}

/// <summary>What is remembered of an entity.</summary>
/// <param name="Hash">Of what it says, its time left out where it may change alone.</param>
/// <param name="TakenMilliseconds">The measured time with which it was last taken.</param>
internal readonly record struct SeenEntity(ulong Hash, long TakenMilliseconds);
