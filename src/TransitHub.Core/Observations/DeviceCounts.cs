namespace TransitHub.Core.Observations;

/// <summary>The newest that is known of what one device counts. Not safe for many threads.</summary>
internal sealed class DeviceCounts
{
    /// <summary>Channels with class and direction kept of a device; the longest silent one makes room for another.</summary>
    public const int MaxChannels = 512;

    /// <summary>Passages kept of a device.</summary>
    public const int MaxPassages = 8;

    private readonly SortedDictionary<ChannelKey, ChannelCount> channels = [];
    private readonly Queue<PassageReport> passages = [];

    /// <summary>Passages accepted, those found in the log included.</summary>
    public long PassageCount { get; private set; }

    /// <summary>The newest counts in the order of their channels.</summary>
    public IReadOnlyList<ChannelCount> Channels => [.. this.channels.Values];

    /// <summary>The newest passages, oldest first.</summary>
    public IReadOnlyList<PassageReport> Passages => [.. this.passages];

    /// <summary>The newest count of riders on board; null: none.</summary>
    public PassengerCount? Load { get; private set; }

    /// <summary>Takes what was accepted.</summary>
    public void Take(Observation observation)
    {
        switch (observation)
        {
            case TrafficCount count:
                this.Take(count);
                break;
            case PassageReport passage:
                this.PassageCount++;
                if (this.passages.Count == MaxPassages)
                {
                    this.passages.Dequeue();
                }

                this.passages.Enqueue(passage);
                break;
            case PassengerCount count when this.Load is null || count.CorrectedAt >= this.Load.CorrectedAt:
                this.Load = count;
                break;
        }
    }

    private void Take(TrafficCount count)
    {
        if (!this.channels.TryGetValue(count.Key, out ChannelCount? known) && this.channels.Count == MaxChannels)
        {
            this.channels.Remove(this.channels.Values.MinBy(c => c.ReceivedAt)!.Key);
        }

        this.channels[count.Key] = ChannelCount.After(known, count);
    }
}
