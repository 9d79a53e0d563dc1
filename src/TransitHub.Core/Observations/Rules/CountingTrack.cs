namespace TransitHub.Core.Observations.Rules;

/// <summary>What the gate keeps of a device that counts, beside what it keeps of every device.</summary>
internal sealed class CountingTrack
{
    /// <summary>
    /// What is known of its clock from its counts. They may be older than anything else it sends, so a wrong clock shows otherwise.
    /// </summary>
    public DeviceClock Clock { get; } = new();

    /// <summary>What it counts.</summary>
    public Dictionary<ChannelKey, ChannelTrack> Channels { get; } = [];

    /// <summary>Its last accepted passages.</summary>
    public RecentKeys Passages { get; } = new(RepeatedPassageRule.Remembered);

    /// <summary>Its last accepted counts of riders on board.</summary>
    public RecentKeys Loads { get; } = new(RepeatedLoadRule.Remembered);

    /// <summary>Whether anything of all this was ever accepted.</summary>
    public bool IsProven { get; set; }
}
