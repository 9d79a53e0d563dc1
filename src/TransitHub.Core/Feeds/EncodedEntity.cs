namespace TransitHub.Core.Feeds;

/// <summary>One FeedEntity as it stands in the message, tag and length included, and what decides where it is shown.</summary>
/// <param name="Bytes">Null: nothing to publish.</param>
/// <param name="MeasuredAtMs">When it was measured, Unix milliseconds.</param>
/// <param name="HasTrip">Whether it names a trip.</param>
internal readonly record struct EncodedEntity(byte[]? Bytes, long MeasuredAtMs, bool HasTrip);
