using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Decoding;
using TransitHub.Mqtt.Topics;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Commands.Device;

/// <summary>Judges messages that were recorded, by the time at which they came.</summary>
internal static class RecordedTrial
{
    /// <summary>Reads a file of messages, <c>&lt;ISO arrival time&gt; &lt;topic&gt; &lt;payload&gt;</c> in each line.</summary>
    /// <exception cref="CommandException">It cannot be read.</exception>
    public static TrialReport Run(string path, FeedId feed, DeviceGrant? grant)
    {
        var ledger = new RejectionLedger();
        var decoder = new MessageDecoder(new DecoderOptions());
        var gate = new ObservationGate(new GateOptions(), null);
        List<Observation> understood = [];
        long messages = 0;
        try
        {
            using Recording recording = RecordingReader.Open(path, RecordingFormat.MqttText);
            while (recording.TryRead(out RecordedItem item))
            {
                messages++;
                if (item.Refusal is { } refusal)
                {
                    ledger.Add(refusal);
                }
                else if (FindWrongTopic(item, feed, grant) is { } wrong)
                {
                    ledger.Add(wrong);
                }
                else
                {
                    Judge(decoder.Decode(item.Topic!, item.Payload.Span, null, item.ReceivedAt), gate, ledger, understood);
                }
            }
        }
        catch (RecordingException exception)
        {
            throw exception.IsWrongUse ? CommandException.WrongUse(exception.Message) : CommandException.InputHasErrors(exception.Message);
        }

        return TrialReport.Of(messages, understood.GroupBy(o => o.Kind).Select(g => (g.Key, (long)g.Count())), understood.Select(o => o.Device.ToString()), ledger);
    }

    private static Rejection? FindWrongTopic(RecordedItem item, FeedId feed, DeviceGrant? grant) =>
        !TopicName.TryParse(item.Topic, out TopicName name, out _) ? null
        : name.Feed is { } named && named != feed ? new Rejection(item.ReceivedAt, RejectionReason.UnknownFeed, name.Device.ToString(), $"published to feed '{named}', not '{feed}'")
        : grant is not null && !grant.Allows(name, feed) ? new Rejection(item.ReceivedAt, RejectionReason.TopicNotAllowed, grant.User, $"published to {item.Topic}")
        : null;

    private static void Judge(DecodedMessage message, ObservationGate gate, RejectionLedger ledger, List<Observation> understood)
    {
        foreach (Rejection rejection in message.Rejections)
        {
            ledger.Add(rejection);
        }

        foreach (Observation observation in message.Observations)
        {
            GateVerdict verdict = gate.Check(observation);
            if (verdict.Accepted is { } accepted)
            {
                understood.Add(accepted);
            }
            else
            {
                ledger.Add(observation.ReceivedAt, verdict.Reason, observation.Device.ToString(), verdict.Detail);
            }
        }
    }
}
