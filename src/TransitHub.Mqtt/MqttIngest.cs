using System.Buffers;
using System.Diagnostics;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Decoding;

namespace TransitHub.Mqtt;

/// <summary>
/// The way of one MQTT message into the hub, the same from the embedded broker and from an outside one:
/// decode, count what is refused, hand the rest to the intake of its feed. Safe for many threads.
/// </summary>
public sealed class MqttIngest
{
    private readonly IntakeDirectory directory;
    private readonly MessageDecoder decoder;
    private readonly TimeProvider clock;
    private readonly TraceSampling sampling;
    private long messages;
    private long published;

    /// <summary>Puts the parts together.</summary>
    /// <param name="directory">Where observations go.</param>
    /// <param name="decoder">Reads them.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="sampling">Chooses messages to follow; null: those whose senders record a trace.</param>
    public MqttIngest(IntakeDirectory directory, MessageDecoder decoder, TimeProvider clock, TraceSampling? sampling = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(clock);
        this.directory = directory;
        this.decoder = decoder;
        this.clock = clock;
        this.sampling = sampling ?? new TraceSampling(0, 20, clock);
    }

    /// <summary>The feed that Helsinki's topics go to; null: none.</summary>
    internal FeedId? HfpFeed => this.directory.HfpFeed;

    /// <summary>Messages taken, whatever became of them.</summary>
    public long Messages => Interlocked.Read(ref this.messages);

    /// <summary>Observations taken: those decoded and those refused while decoding, where a message that cannot be read counts as one.</summary>
    public long Published => Interlocked.Read(ref this.published);

    /// <summary>
    /// Takes a message. Waits while the intake is full when it is to be acknowledged (QoS 1 and 2), never otherwise.
    /// </summary>
    /// <param name="topic">As published.</param>
    /// <param name="payload">As published; not kept.</param>
    /// <param name="contentType">MQTT 5's content type, or null.</param>
    /// <param name="acknowledged">True for QoS 1 and 2.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <returns>
    /// A task that completes when every observation of the message is durable or refused; it faults when the log
    /// failed, and then the message must not be acknowledged.
    /// </returns>
    public ValueTask<Task> AcceptAsync(
        string topic, in ReadOnlySequence<byte> payload, string? contentType, bool acknowledged, CancellationToken cancellationToken) =>
        this.AcceptAsync(topic, payload, contentType, null, acknowledged, cancellationToken);

    /// <summary>Takes a message whose sender may have told a trace, as <c>traceparent</c>; null: it did not.</summary>
    /// <inheritdoc cref="AcceptAsync(string, in ReadOnlySequence{byte}, string?, bool, CancellationToken)"/>
    internal ValueTask<Task> AcceptAsync(
        string topic, in ReadOnlySequence<byte> payload, string? contentType, string? traceParent, bool acknowledged, CancellationToken cancellationToken)
    {
        using Activity? span = this.sampling.TryBegin(traceParent, out ActivityContext parent) ? ObservationTracing.Receive(parent, this.clock.GetUtcNow()) : null;
        DecodedMessage message = this.decoder.Decode(topic, payload, contentType, Timestamp.Now(this.clock));
        ObservationIntake? intake = this.Route(message);
        IReadOnlyList<Observation> observations = span is null ? message.Observations : MessageTrace.Mark(span, topic, message, this.clock.GetUtcNow());
        if (intake is null || observations.Count == 0)
        {
            return new(Task.CompletedTask);
        }

        if (acknowledged)
        {
            return intake.EnqueueAsync(observations, cancellationToken);
        }

        intake.Offer(observations);
        return new(Task.CompletedTask);
    }

    /// <summary>Counts a message that was larger than the broker reads; there is nothing to acknowledge later.</summary>
    internal void RefuseOversize(string topic, long payloadLength) =>
        this.Route(this.decoder.RefuseOversize(topic, payloadLength, Timestamp.Now(this.clock)));

    /// <summary>Counts a message that is refused unread.</summary>
    internal void RefuseUnread(FeedId feed, RejectionReason reason, string device, string detail)
    {
        Interlocked.Increment(ref this.messages);
        this.RefuseAccess(feed, reason, device, detail);
    }

    /// <summary>Counts a refusal that is no message: a login, a subscription.</summary>
    /// <param name="feed">The feed of the credential; null: of none that is known.</param>
    /// <param name="reason">Why.</param>
    /// <param name="device">The user name as sent.</param>
    /// <param name="detail">For the operator.</param>
    internal void RefuseAccess(FeedId? feed, RejectionReason reason, string device, string detail)
    {
        RejectionLedger ledger = feed is { } known && this.directory.TryFind(known, out ObservationIntake? intake) ? intake.Ledger : this.directory.Unrouted;
        ledger.Add(Timestamp.Now(this.clock), reason, device.Length > DeviceId.MaxLength ? device[..DeviceId.MaxLength] : device, detail);
    }

    private ObservationIntake? Route(DecodedMessage message)
    {
        Interlocked.Increment(ref this.messages);
        Interlocked.Add(ref this.published, message.Observations.Count + message.Rejections.Count);
        bool unknownTopic = message.Rejections is [{ Reason: RejectionReason.UnknownTopic }, ..];
        ObservationIntake? intake = null;
        if (!unknownTopic && (message.Feed ?? this.directory.HfpFeed) is { } feed && !this.directory.TryFind(feed, out intake))
        {
            intake = null;
        }

        RejectionLedger ledger = intake?.Ledger ?? this.directory.Unrouted;
        foreach (Rejection rejection in message.Rejections)
        {
            ledger.Add(rejection);
        }

        if (intake is null)
        {
            string detail = message.Feed is { } named ? $"the hub serves no feed '{named}'" : "no feed is set to take HFP topics";
            foreach (Observation observation in message.Observations)
            {
                ledger.Add(observation.ReceivedAt, RejectionReason.UnknownFeed, observation.Device.ToString(), detail);
            }
        }

        return intake;
    }
}
