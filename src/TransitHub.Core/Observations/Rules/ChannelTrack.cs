using TransitHub.Core.Time;

namespace TransitHub.Core.Observations.Rules;

/// <summary>What the gate keeps of one channel, class and direction of a device.</summary>
internal sealed class ChannelTrack
{
    /// <summary>When a count of it was accepted last.</summary>
    public Timestamp LastReceived { get; set; }

    /// <summary>Keys of its last accepted counts.</summary>
    public RecentKeys Recent { get; } = new(RepeatedCountRule.Remembered);

    /// <summary>Its last accepted running totals.</summary>
    public TotalSequence Totals { get; } = new(TotalOrderRule.Remembered);
}
