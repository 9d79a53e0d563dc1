namespace TransitHub.Mqtt.Topics;

/// <summary>
/// Remembers how topics were read, since a device sends to the same one all day. Bounded by its slots:
/// a newcomer takes the slot of the topic that was there. Safe for many threads without a lock, because
/// a slot holds an immutable entry and losing one only means reading the topic anew.
/// </summary>
internal sealed class TopicCache(int slots)
{
    private readonly Entry?[] entries = new Entry?[slots];

    public bool TryParse(string topic, out TopicName name, out string problem)
    {
        ref Entry? slot = ref this.entries[unchecked((int)((uint)string.GetHashCode(topic) % (uint)this.entries.Length))];
        Entry? entry = Volatile.Read(ref slot);
        if (entry is not null && string.Equals(entry.Topic, topic, StringComparison.Ordinal))
        {
            name = entry.Name;
            problem = string.Empty;
            return true;
        }

        if (!TopicName.TryParse(topic, out name, out problem))
        {
            return false;
        }

        // HFP topics change with place and next stop: remembering them would only push out others.
        if (name.Kind != TopicKind.Hfp)
        {
            Volatile.Write(ref slot, new Entry(topic, name));
        }

        return true;
    }

    private sealed record Entry(string Topic, TopicName Name);
}
