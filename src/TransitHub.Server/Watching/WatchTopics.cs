using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>The topics of one feed that have readers. Safe for many threads.</summary>
/// <param name="publisher">The feed's states.</param>
/// <param name="indexes">The feed's shared indexes.</param>
/// <param name="turns">When each reader goes on.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class WatchTopics(SnapshotPublisher publisher, SnapshotIndex.Cache indexes, WatchTurns turns, TimeProvider clock)
{
    private readonly Lock sync = new();
    private readonly WatchRounds rounds = new(publisher, turns, clock);
    private readonly Dictionary<string, WatchTopic> topics = new(StringComparer.Ordinal);

    /// <summary>How many different filters are read by.</summary>
    public int Count
    {
        get
        {
            lock (this.sync)
            {
                return this.topics.Count;
            }
        }
    }

    /// <summary>The topic of a filter, for one more reader; <see cref="Leave"/> when it goes.</summary>
    public WatchTopic Enter(FilterText filter)
    {
        lock (this.sync)
        {
            string key = filter.Key();
            if (!this.topics.TryGetValue(key, out WatchTopic? topic))
            {
                topic = new WatchTopic(publisher, indexes, filter, this.rounds);
                this.topics.Add(key, topic);
            }

            topic.CountReaders(1);
            return topic;
        }
    }

    /// <summary>A reader with the filter goes.</summary>
    public void Leave(FilterText filter)
    {
        lock (this.sync)
        {
            string key = filter.Key();
            WatchTopic topic = this.topics[key];
            topic.CountReaders(-1);
            if (topic.Readers == 0)
            {
                this.topics.Remove(key);
            }
        }
    }
}
