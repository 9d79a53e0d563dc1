using MQTTnet.Packets;
using MQTTnet.Protocol;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Topics;

namespace TransitHub.Mqtt.Broker;

/// <summary>
/// Holds one connection to what its device may publish, before anything of a message is read: the credential still holds, the topic is its own, the
/// payload and the rate are within its limits. Every refusal is counted; MQTT 5 devices are told the reason with the acknowledgement.
/// </summary>
/// <param name="grant">What the device may do.</param>
/// <param name="settings">What all connections share.</param>
internal sealed class PublishGuard(DeviceGrant grant, ChannelSettings settings)
{
    /// <summary>The topic that was last found to be allowed: most devices have one or two.</summary>
    private string? allowed;

    /// <summary>Whose it is.</summary>
    public DeviceGrant Grant => grant;

    /// <summary>What the connection must end with; null: it may go on.</summary>
    public MqttDisconnectReasonCode? Ends { get; private set; }

    /// <summary>Judges a publish, and charges it to the device when it may come.</summary>
    /// <param name="topic">As published.</param>
    /// <param name="payloadBytes">The size of its payload, bytes.</param>
    /// <param name="passedOver">True: it is larger than the broker reads.</param>
    /// <returns>Success, or why not.</returns>
    public MqttPubAckReasonCode Judge(string topic, long payloadBytes, bool passedOver)
    {
        Timestamp now = Timestamp.Now(settings.Clock);
        if (!grant.Holds(now))
        {
            this.Ends = MqttDisconnectReasonCode.NotAuthorized;
            return this.Refuse(grant.IsExpired(now) ? RejectionReason.CredentialExpired : RejectionReason.CredentialRevoked, MqttPubAckReasonCode.NotAuthorized, "the session was open when the credential ended");
        }

        if (!ReferenceEquals(topic, this.allowed) && topic != this.allowed)
        {
            if (!TopicName.TryParse(topic, out TopicName name, out string problem))
            {
                return this.Refuse(RejectionReason.UnknownTopic, MqttPubAckReasonCode.TopicNameInvalid, $"{Shown(topic)}: {problem}");
            }

            if (!grant.Allows(name, settings.Ingest.HfpFeed))
            {
                return this.Refuse(RejectionReason.TopicNotAllowed, MqttPubAckReasonCode.NotAuthorized, $"published to {Shown(topic)}");
            }

            this.allowed = topic;
        }

        if (passedOver || payloadBytes > grant.Meter.Limits.MaxPayloadBytes)
        {
            return this.Refuse(RejectionReason.PayloadTooLarge, MqttPubAckReasonCode.QuotaExceeded, $"{payloadBytes} bytes; at most {grant.Meter.Limits.MaxPayloadBytes} are taken of this device");
        }

        return grant.Meter.TryTake(payloadBytes)
            ? MqttPubAckReasonCode.Success
            : this.Refuse(RejectionReason.RateExceeded, MqttPubAckReasonCode.QuotaExceeded, FormattableString.Invariant(
                $"more than {grant.Meter.Limits.MessagesPerSecond} messages or {grant.Meter.Limits.BytesPerSecond} bytes a second, and its burst is used up"));
    }

    /// <summary>Judges the last will of a client that logs in: it is published when nobody asks any more.</summary>
    public RejectionReason JudgeWill(MqttConnectPacket connect)
    {
        if (!connect.WillFlag)
        {
            return RejectionReason.None;
        }

        return !TopicName.TryParse(connect.WillTopic, out TopicName name, out _) || !grant.Allows(name, settings.Ingest.HfpFeed) ? RejectionReason.TopicNotAllowed
            : connect.WillMessage?.Length > grant.Meter.Limits.MaxPayloadBytes ? RejectionReason.PayloadTooLarge
            : RejectionReason.None;
    }

    private static string Shown(string topic) => topic.Length > 128 ? topic[..128] : topic;

    private MqttPubAckReasonCode Refuse(RejectionReason reason, MqttPubAckReasonCode code, string detail)
    {
        settings.Ingest.RefuseUnread(grant.Feed, reason, grant.User, detail);
        if (this.Ends is null && !grant.Meter.TryRefuse())
        {
            this.Ends = MqttDisconnectReasonCode.MessageRateTooHigh;
        }

        return code;
    }
}
