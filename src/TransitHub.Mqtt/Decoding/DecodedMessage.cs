using TransitHub.Core.Ids;
using TransitHub.Core.Observations;

namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// What one message said: its observations in order, and its rejections. A message that cannot be read at
/// all is one rejection; an entry of an array that cannot be used is one, and the others stand.
/// </summary>
/// <param name="Feed">The feed that the topic names; null for HFP and for a topic that is not the hub's.</param>
/// <param name="Observations">What can be used.</param>
/// <param name="Rejections">What cannot.</param>
public readonly record struct DecodedMessage(
    FeedId? Feed, IReadOnlyList<Observation> Observations, IReadOnlyList<Rejection> Rejections);
