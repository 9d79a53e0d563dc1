using Microsoft.Extensions.Logging;

namespace TransitHub.Mqtt.Broker;

/// <summary>What all connections of a broker share.</summary>
internal sealed record ChannelSettings(MqttIngest Ingest, EmbeddedBrokerOptions Options, TimeProvider Clock, ILogger Logger);
