using TransitHub.Core.Time;

namespace TransitHub.Mqtt.Client;

/// <summary>How it stands with the outside broker, for health pages.</summary>
/// <param name="Connected">True when connected and subscribed.</param>
/// <param name="Since">When that became so.</param>
/// <param name="LastError">What ended the last connection or attempt; null when there was none.</param>
/// <param name="Attempts">Connections tried so far.</param>
public sealed record BrokerConnection(bool Connected, Timestamp Since, string? LastError, long Attempts);
