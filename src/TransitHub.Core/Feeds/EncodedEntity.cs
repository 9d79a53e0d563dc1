namespace TransitHub.Core.Feeds;

/// <summary>One FeedEntity as it stands in the message, tag and length included, and what decides where it is shown.</summary>
/// <param name="Bytes">Null: nothing to publish.</param>
/// <param name="MeasuredAtMs">When it was measured, Unix milliseconds.</param>
/// <param name="ForGoogle">Whether it is in <see cref="FeedCut.Google"/>.</param>
internal readonly record struct EncodedEntity(byte[]? Bytes, long MeasuredAtMs, bool ForGoogle);
