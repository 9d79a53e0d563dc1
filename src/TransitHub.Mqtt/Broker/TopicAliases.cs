using MQTTnet.Exceptions;
using MQTTnet.Packets;

namespace TransitHub.Mqtt.Broker;

/// <summary>The topics that an MQTT 5 client abbreviates on one connection.</summary>
internal sealed class TopicAliases
{
    /// <summary>How many it may have: as many as a gateway has busy vehicles, and little memory each connection.</summary>
    public const int Most = 256;

    private readonly Dictionary<ushort, string> topics = [];

    /// <summary>True: the connection ends because of an alias larger than the client was told.</summary>
    public bool FoundTooLarge { get; private set; }

    /// <summary>The topic of a publish; empty when it has none.</summary>
    /// <exception cref="MqttProtocolViolationException">The alias is larger than the client was told.</exception>
    public string TopicOf(MqttPublishPacket publish)
    {
        if (publish.TopicAlias == 0)
        {
            return publish.Topic ?? string.Empty;
        }

        if (publish.TopicAlias > Most)
        {
            this.FoundTooLarge = true;
            throw new MqttProtocolViolationException($"The topic alias {publish.TopicAlias} is larger than {Most}.");
        }

        if (!string.IsNullOrEmpty(publish.Topic))
        {
            this.topics[publish.TopicAlias] = publish.Topic;
            return publish.Topic;
        }

        return this.topics.GetValueOrDefault(publish.TopicAlias, string.Empty);
    }
}
