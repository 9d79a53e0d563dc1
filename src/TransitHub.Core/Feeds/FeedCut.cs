namespace TransitHub.Core.Feeds;

/// <summary>Which entities of a feed a consumer wants.</summary>
public enum FeedCut
{
    /// <summary>Everything the hub may publish.</summary>
    All,

    /// <summary>Only vehicles on a known trip: Google Transit counts others as errors. Without predictions of <see cref="FeedOptions.GoogleOwnEtas"/>.</summary>
    Google,
}
