using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TransitHub.Mqtt.Decoding;

namespace TransitHub.Mqtt.Tests.Decoding;

public class DamagedJsonTests
{
    private static readonly (string Topic, string Payload)[] Samples =
    [
        (Decoded.AvlTopic, """[{"measured_at":"2025-11-23T11:10:00.12+07:00","lat":13.7,"lon":"100.5","trip_id":"a\u0062","doors_open":true,"x":{"y":[1]}},{"measured_at":1763871000,"lat":1,"lon":2,"start_date":"20261123"}]"""),
        ("transithub/v1/city/status/box", """{"online":true,"measured_at":1763871000,"uptime_seconds":12,"version":"1.2","message":"ok"}"""),
        ("transithub/v1/city/count/cam", """[{"channel":"gate-1","class":"person","direction":"in","from":1763871000,"to":"2025-11-23T04:11:00Z","count":14,"uptime":0.98},{"channel":"gate-1","class":"person","at":1763871060,"total":10523}]"""),
        ("transithub/v1/city/passage/cam", """{"event_id":"c198-77121","measured_at":1763871004.7,"channel":"line-1","class":"bus","direction":"a_to_b","route_text":"1-33","route_confidence":0.93,"confidence":0.9}"""),
        ("transithub/v1/city/apc/bus-1", """{"measured_at":1763871004.7,"load":31,"boardings":4,"alightings":2,"door":1,"start_date":"20261123","start_time":"25:10:00","occupancy_status":2}"""),
        ("/hfp/v1/journey/ongoing/bus/0018/00640/1057/1/A/07:32/1471139/3/60;25", """{"VP":{"desi":"57","dir":"1","veh":640,"tst":"2018-10-09T04:32:52Z","spd":8.53,"hdg":314,"lat":60.2,"long":25.0,"odo":136,"drst":0,"oday":"2018-10-09","start":"07:32"}}"""),
    ];

    private readonly MessageDecoder decoder = new(new DecoderOptions());

    [Property(MaxTest = 3_000, Replay = Seeds.Fixed)]
    public Property Never_throws_and_always_says_something() => Prop.ForAll(
        (from sample in Gen.Elements(Samples)
         from edits in (from at in Gen.Choose(0, 1_000)
                        from value in Gen.Choose(0, 255)
                        from kind in Gen.Choose(0, 2)
                        select (at, (byte)value, kind)).ListOf(4)
         select (sample.Topic, Damage(sample.Payload, edits))).ToArbitrary(),
        message => this.SaysSomething(message.Topic, message.Item2));

    [Property(MaxTest = 1_000, Replay = Seeds.Fixed)]
    public bool Never_throws_on_any_bytes(byte[] bytes) => Samples.All(s => this.SaysSomething(s.Topic, bytes));

    [Property(MaxTest = 1_000, Replay = Seeds.Fixed)]
    public bool Never_throws_on_any_topic(NonNull<string> rest) =>
        this.SaysSomething("transithub/v1/" + rest.Get, "{}"u8.ToArray()) && this.SaysSomething("/hfp/v2/" + rest.Get, "{}"u8.ToArray());

    [Theory]
    [InlineData("avl", "\"carriages\": [{\"carriage\\ud800nce\": 1}]")]
    [InlineData("apc", "\"load\\ud800\": 1")]
    [InlineData("status", "\"\\udc00online\": true")]
    [InlineData("count", "\"\\ud800\\ud800\": 1")]
    [InlineData("passage", "\"chann\\ud83dl\": 1")]
    public void A_name_with_half_of_a_surrogate_pair_is_an_unknown_one(string kind, string field)
    {
        string entry = kind switch
        {
            "avl" => "\"measured_at\": 1763871000, \"lat\": 13.7, \"lon\": 100.5",
            "apc" => "\"measured_at\": 1763871000, \"load\": 3",
            "status" => "\"online\": true",
            "count" => "\"channel\": \"c\", \"class\": \"car\", \"at\": 1763871000, \"total\": 1",
            _ => "\"event_id\": \"e\", \"measured_at\": 1763871000, \"channel\": \"c\", \"class\": \"bus\"",
        };
        DecodedMessage message = Decoded.Json($"{{{field}, {entry}}}", $"transithub/v1/city/{kind}/device-1");
        Assert.Empty(message.Rejections);
        Assert.Single(message.Observations);
    }

    private static byte[] Damage(string payload, IEnumerable<(int At, byte Value, int Kind)> edits)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(payload)];
        foreach ((int at, byte value, int kind) in edits)
        {
            int position = at % Math.Max(1, bytes.Count);
            switch (kind)
            {
                case 0 when bytes.Count > 0:
                    bytes[position] = value;
                    break;
                case 1 when bytes.Count > 0:
                    bytes.RemoveAt(position);
                    break;
                default:
                    bytes.Insert(position, value);
                    break;
            }
        }

        return [.. bytes];
    }

    private bool SaysSomething(string topic, byte[] payload)
    {
        DecodedMessage message = this.decoder.Decode(topic, payload, null, Decoded.ReceivedAt);
        return message.Observations.Count + message.Rejections.Count > 0;
    }
}
