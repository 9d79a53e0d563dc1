using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Serving;

/// <summary>States of a feed that came to be known together.</summary>
/// <param name="States">The states, in order.</param>
/// <param name="IsRestart">True: the first one does not follow what was known before; its changes tell nothing.</param>
public sealed record FeedStates(IReadOnlyList<HubSnapshot> States, bool IsRestart)
{
    /// <summary>Nothing new.</summary>
    public static FeedStates None { get; } = new([], IsRestart: false);
}
