using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Google.Protobuf;
using TransitHub.Mqtt.Decoding;
using Proto = TransitHub.Protocol.V1;

namespace TransitHub.Mqtt.Tests.Decoding;

/// <summary>What holds for every message of counters and cameras.</summary>
public class CountingPropertyTests
{
    private static readonly string[] Topics = [.. new[] { "count", "passage", "apc" }.Select(kind => $"transithub/v1/city/{kind}/box-1")];
    private readonly MessageDecoder decoder = new(new DecoderOptions());

    [Property(MaxTest = 1_000, Replay = Seeds.Fixed)]
    public Property Json_and_protobuf_of_the_same_message_mean_the_same() => Prop.ForAll(Batches().ToArbitrary(), batch =>
    {
        JsonFormatter formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));
        (IEnumerable<IMessage> Messages, string Topic)[] kinds = [(batch.Count, Topics[0]), (batch.Passage, Topics[1]), (batch.Apc, Topics[2])];
        return kinds.All(kind =>
        {
            string json = $"[{string.Join(',', kind.Messages.Select(m => formatter.Format(m)))}]";
            DecodedMessage fromJson = Decoded.Json(json, kind.Topic);
            DecodedMessage fromProtobuf = Decoded.Protobuf(batch, kind.Topic);
            return fromJson.Observations.SequenceEqual(fromProtobuf.Observations)
                && fromJson.Rejections.Select(r => r.Reason).SequenceEqual(fromProtobuf.Rejections.Select(r => r.Reason))
                && fromJson.Observations.Count + fromJson.Rejections.Count == Math.Max(1, kind.Messages.Count());
        });
    });

    [Property(MaxTest = 2_000, Replay = Seeds.Fixed)]
    public Property Damaged_protobuf_never_throws_and_always_says_something() => Prop.ForAll(
        (from batch in Batches()
         from at in Gen.Choose(0, 2_000)
         from value in Gen.Choose(0, 255)
         from cut in Gen.Elements(true, false)
         select Damage(batch.ToByteArray(), at, (byte)value, cut)).ToArbitrary(),
        bytes => Topics.All(topic => this.SaysSomething(topic, bytes)));

    [Property(MaxTest = 1_000, Replay = Seeds.Fixed)]
    public bool Never_throws_on_any_bytes(byte[] bytes) => Topics.All(topic => this.SaysSomething(topic, bytes));

    private static byte[] Damage(byte[] bytes, int at, byte value, bool cut)
    {
        if (bytes.Length == 0)
        {
            return [value];
        }

        if (cut)
        {
            return bytes[..(at % bytes.Length)];
        }

        bytes[at % bytes.Length] = value;
        return bytes;
    }

    private static Gen<Proto.ObservationBatch> Batches()
    {
        Gen<string> text = Gen.Elements("", "gate-1", "ท่าเรือ", "bus", new string('y', 70));
        Gen<double> time = Gen.Elements(0d, 1_763_871_000.25, 1_763_871_060, 1_763_871_000_000, -5);
        Gen<float> share = Gen.Elements(0f, 0.5f, 1f, 1.5f, -1f);
        Gen<long> number = Gen.Elements(0L, 14, 10_523, 20_000_000, -1);
        Gen<Proto.TrafficCount> count =
            from flags in Gen.Choose(0, 63)
            from channel in text
            from what in text
            from first in time
            from second in time
            from many in number
            from uptime in share
            select CountOf(flags, channel, what, first, second, many, uptime);
        Gen<Proto.PassageReport> passage =
            from flags in Gen.Choose(0, 3)
            from channel in text
            from what in text
            from at in time
            from confidence in share
            select PassageOf(flags, channel, what, at, confidence);
        Gen<Proto.PassengerCount> load =
            from flags in Gen.Choose(0, 31)
            from door in text
            from date in Gen.Elements("", "20261123", "2026")
            from at in time
            from many in number
            select LoadOf(flags, door, date, at, (int)many);
        return from counts in count.ListOf()
               from passages in passage.ListOf()
               from loads in load.ListOf()
               select new Proto.ObservationBatch { Count = { counts }, Passage = { passages }, Apc = { loads } };
    }

    private static Proto.TrafficCount CountOf(int flags, string channel, string what, double first, double second, long many, float uptime)
    {
        Proto.TrafficCount count = new() { Channel = channel, Class = what, Direction = channel };
        Set(flags, 1, () => count.From = first);
        Set(flags, 2, () => count.To = second);
        Set(flags, 4, () => count.Count = many);
        Set(flags, 8, () => count.At = second);
        Set(flags, 16, () => count.Total = many);
        Set(flags, 32, () => count.Uptime = uptime);
        return count;
    }

    private static Proto.PassageReport PassageOf(int flags, string channel, string what, double at, float confidence)
    {
        Proto.PassageReport passage = new() { EventId = what, MeasuredAt = at, Channel = channel, Class = what, RouteText = channel };
        Set(flags, 1, () => passage.Confidence = confidence);
        Set(flags, 2, () => passage.RouteConfidence = confidence);
        return passage;
    }

    private static Proto.PassengerCount LoadOf(int flags, string door, string date, double at, int many)
    {
        Proto.PassengerCount count = new() { MeasuredAt = at, Door = door, StartDate = date, StopId = door };
        Set(flags, 1, () => count.Load = many);
        Set(flags, 2, () => count.Boardings = many);
        Set(flags, 4, () => count.Alightings = many);
        Set(flags, 8, () => count.OccupancyPercentage = (uint)Math.Abs(many));
        Set(flags, 16, () => count.DirectionId = (uint)Math.Abs(many));
        return count;
    }

    private static void Set(int flags, int flag, Action set)
    {
        if ((flags & flag) != 0)
        {
            set();
        }
    }

    private bool SaysSomething(string topic, byte[] payload)
    {
        DecodedMessage message = this.decoder.Decode(topic, payload, "application/x-protobuf", Decoded.ReceivedAt);
        return message.Observations.Count + message.Rejections.Count > 0;
    }
}
