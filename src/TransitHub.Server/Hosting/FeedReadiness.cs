namespace TransitHub.Server.Hosting;

/// <summary>Whether a feed takes and answers.</summary>
/// <param name="IsReady">True: it does.</param>
/// <param name="Reason">Why not; empty when it does.</param>
internal readonly record struct FeedReadiness(bool IsReady, string Reason)
{
    /// <summary>It takes and answers.</summary>
    public static FeedReadiness Ready { get; } = new(true, string.Empty);

    /// <summary>It does not.</summary>
    public static FeedReadiness NotReady(string reason) => new(false, reason);
}
