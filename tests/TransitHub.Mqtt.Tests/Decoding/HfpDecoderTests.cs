using System.IO.Compression;
using System.Text;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;
using TransitHub.Mqtt.Decoding;
using TransitHub.Testing;

namespace TransitHub.Mqtt.Tests.Decoding;

public class HfpDecoderTests
{
    private const string FirstTopic = "/hfp/v1/journey/ongoing/bus/0018/00640/1057/1/Munkkiniemi/07:32/1471139/3/60;25/20/38/71";
    private const string SecondRest = "bus/0018/00640/1057/1/Munkkiniemi/07:32/1471139/5/60;25/20/38/71/92";

    [Fact]
    public void Reads_a_position_of_version_1()
    {
        AvlReport report = Decoded.Json(
            """{"VP":{"desi":"57","dir":"1","oper":18,"veh":640,"tst":"2018-10-09T04:32:52Z","tsi":1539059572,"spd":8.5,"hdg":314,"lat":60.237024,"long":25.081113,"acc":0.74,"dl":-48,"odo":136,"drst":0,"oday":"2018-10-09","jrn":71,"line":74,"start":"07:32"}}""",
            FirstTopic).OneReport();
        AvlReport expected = new()
        {
            Device = DeviceId.Parse("0018_00640"),
            ReceivedAt = Decoded.ReceivedAt,
            MeasuredAt = Timestamp.FromUnixSeconds(1_539_059_572L),
            Latitude = 60.237024,
            Longitude = 25.081113,
            Bearing = 314,
            SpeedMps = 8.5f,
            RouteId = "1057",
            DirectionId = 0,
            StartDate = ServiceDate.From(2018, 10, 9),
            StartTime = ServiceTime.FromSeconds(7 * 3600 + 32 * 60),
            SignText = "57",
            DoorsOpen = false,
            OdometerMeters = 136,
        };
        Assert.Equal(expected, report);
    }

    [Theory]
    [InlineData("vp", "1020124")]
    [InlineData("doo", "1020124")]
    [InlineData("arr", "1020124")]
    [InlineData("due", null)]
    [InlineData("dep", null)]
    public void Says_that_a_vehicle_stands_at_a_stop_only_for_events_at_the_stop(string eventType, string? stop)
    {
        AvlReport report = Decoded.Json(
            $$$"""{"{{{eventType.ToUpperInvariant()}}}":{"dir":"2","tst":"2020-10-09T04:32:52.123Z","lat":60.2,"long":25.0,"drst":1,"stop":1020124,"route":"2057B","occu":100}}""",
            $"/hfp/v2/journey/ongoing/{eventType}/{SecondRest}").OneReport();
        Assert.Equal(stop, report.StopId);
        Assert.Equal("2057B", report.RouteId);
        Assert.Equal((byte)1, report.DirectionId);
        Assert.Equal((byte)5, report.OccupancyStatus);
        Assert.True(report.DoorsOpen);
        Assert.Equal(123, report.MeasuredAt.UnixMilliseconds % 1000);
    }

    [Theory]
    [InlineData("da", """{"DA":{"tst":"2020-10-09T04:32:52Z","lat":null,"long":null}}""", RejectionReason.NothingToUse)]
    [InlineData("apc", """{"APC":{"tst":"2020-10-09T04:32:52Z","lat":60,"long":25}}""", RejectionReason.NothingToUse)]
    [InlineData("vp", """{"VP":{"tst":"soon","lat":60,"long":25}}""", RejectionReason.InvalidField)]
    [InlineData("vp", """{"VP":{"lat":60,"long":25}}""", RejectionReason.MissingField)]
    [InlineData("vp", """{"VP":17}""", RejectionReason.MalformedPayload)]
    [InlineData("vp", "[]", RejectionReason.MalformedPayload)]
    [InlineData("vp", "{", RejectionReason.MalformedPayload)]
    public void Refuses_events_with_nothing_in_them(string eventType, string json, RejectionReason reason) =>
        Assert.Equal(reason, Decoded.Json(json, $"/hfp/v2/journey/ongoing/{eventType}/{SecondRest}").OneRejection().Reason);

    [Theory]
    [InlineData("/hfp/v1/journey/ongoing/bus/0018")]
    [InlineData("/hfp/v2/journey/ongoing/vp/bus/00x8/00640")]
    public void Refuses_a_topic_without_a_vehicle(string topic) =>
        Assert.Equal(RejectionReason.UnknownTopic, Decoded.Json("{}", topic).OneRejection().Reason);

    [Theory]
    [InlineData("2018-10-09T21:40:00Z", "00:30", 24 * 3600 + 30 * 60)]
    [InlineData("2018-10-09T01:45:00Z", "04:40", 4 * 3600 + 40 * 60)]
    [InlineData("2018-10-09T20:59:00Z", "23:50", 23 * 3600 + 50 * 60)]
    public void Counts_a_start_past_midnight_from_its_operating_day(string measured, string start, int seconds)
    {
        AvlReport report = Decoded.Json(
            $$$"""{"VP":{"dir":"1","tst":"{{{measured}}}","lat":60.2,"long":25.0,"oday":"2018-10-09","start":"{{{start}}}"}}""", FirstTopic).OneReport();
        Assert.Equal(ServiceDate.From(2018, 10, 9), report.StartDate);
        Assert.Equal(seconds, report.StartTime?.Seconds);
    }

    [Fact]
    public void Reads_every_message_of_the_recording()
    {
        Assert.SkipUnless(SharedData.Has("helsinki"), SharedData.SkipReason);
        MessageDecoder decoder = new(new DecoderOptions());
        Dictionary<RejectionReason, int> reasons = [];
        int reports = 0;
        using GZipStream text = new(File.OpenRead(SharedData.Path("helsinki/hfp-2500.txt.gz")), CompressionMode.Decompress);
        using StreamReader lines = new(text);
        while (lines.ReadLine() is { } line)
        {
            string[] parts = line.Split(' ', 2);
            int brace = parts[1].IndexOf('{', StringComparison.Ordinal);
            DecodedMessage message = decoder.Decode(parts[1][..(brace - 1)], Encoding.UTF8.GetBytes(parts[1][brace..]), null, Decoded.ReceivedAt);
            reports += message.Observations.Count;
            foreach (Rejection rejection in message.Rejections)
            {
                reasons[rejection.Reason] = reasons.GetValueOrDefault(rejection.Reason) + 1;
            }
        }

        // 68 vehicles do not know where they are; all others can be used.
        Assert.Equal(2_432, reports);
        Assert.Equal(new Dictionary<RejectionReason, int> { [RejectionReason.NothingToUse] = 68 }, reasons);
    }
}
