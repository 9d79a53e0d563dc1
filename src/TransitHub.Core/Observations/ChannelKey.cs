namespace TransitHub.Core.Observations;

/// <summary>What one running count of a device is of.</summary>
/// <param name="Channel">The counting line's id within the device.</param>
/// <param name="Class">What is counted, under the device's own name.</param>
/// <param name="Direction">Which way, in the device's own word; null: both together.</param>
public readonly record struct ChannelKey(string Channel, string Class, string? Direction) : IComparable<ChannelKey>
{
    /// <summary>By channel, then class, then direction, ordinal: the order of every output.</summary>
    public int CompareTo(ChannelKey other)
    {
        int order = string.CompareOrdinal(this.Channel, other.Channel);
        order = order != 0 ? order : string.CompareOrdinal(this.Class, other.Class);
        return order != 0 ? order : string.CompareOrdinal(this.Direction, other.Direction);
    }
}
