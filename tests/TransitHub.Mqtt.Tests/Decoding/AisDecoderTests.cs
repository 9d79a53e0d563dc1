using System.Text;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Decoding;
using TransitHub.Testing;

namespace TransitHub.Mqtt.Tests.Decoding;

public sealed class AisDecoderTests
{
    /// <summary>As Digitraffic publishes to vessels-v2/{mmsi}/location.</summary>
    private const string Location = """{"time":1763870990,"sog":10.7,"cog":326.6,"navStat":0,"rot":0,"posAcc":true,"raim":false,"heading":325,"lon":20.345818,"lat":60.03802}""";

    /// <summary>As gpsd and AIS-catcher tell it.</summary>
    private const string Receiver = """{"class":"AIS","device":"AIS-catcher","scaled":true,"channel":"B","type":1,"mmsi":230990040,"rxuxtime":1763870990.5,"status":0,"turn":0,"speed":10.7,"accuracy":false,"lon":20.345818,"lat":60.03802,"course":326.6,"heading":325,"second":50}""";

    [Theory]
    [InlineData("transithub/v1/city/ais/230990040", Location, 1_763_870_990_000, 10f)]
    [InlineData("transithub/v1/city/ais/230990040/location", Location, 1_763_870_990_000, 10f)]
    [InlineData("transithub/v1/city/ais", Receiver, 1_763_870_990_500, null)]
    [InlineData("transithub/v1/city/ais/230990040", Receiver, 1_763_870_990_500, null)]
    public void Reads_both_forms_and_gives_the_boat_its_vehicle(string topic, string payload, long measuredAt, float? accuracy)
    {
        AvlReport report = Decode(topic, payload).OneReport();
        Assert.Equal(("ferry-7", new Timestamp(measuredAt)), (report.Device.ToString(), report.MeasuredAt));
        Assert.Equal((60.03802, 20.345818, 326.6f), (report.Latitude, report.Longitude, report.Bearing));
        Assert.Equal(5.5046f, report.SpeedMps!.Value, 3);
        Assert.Equal(accuracy, report.AccuracyMeters);
    }

    [Fact]
    public void What_is_not_available_is_left_out()
    {
        AvlReport report = Decode("transithub/v1/city/ais/230990040", Location
            .Replace("10.7", "102.3", StringComparison.Ordinal).Replace("326.6", "360", StringComparison.Ordinal).Replace("325", "511", StringComparison.Ordinal)).OneReport();
        Assert.Null(report.Bearing);
        Assert.Null(report.SpeedMps);
    }

    [Fact]
    public void A_boat_that_lies_still_points_where_its_bow_does()
    {
        Assert.Equal(325f, Decode("transithub/v1/city/ais/230990040", Location.Replace("10.7", "0.2", StringComparison.Ordinal)).OneReport().Bearing);
    }

    [Theory]
    [InlineData("""{"lat":91,"lon":181,"mmsi":230990040}""", RejectionReason.NothingToUse)]
    [InlineData("""{"class":"AIS","type":5,"mmsi":230990040,"shipname":"FERRY"}""", RejectionReason.NothingToUse)]
    [InlineData("""{"lat":60,"lon":200,"mmsi":230990040}""", RejectionReason.InvalidField)]
    [InlineData("""{"lat":36228120,"lon":-74037240,"mmsi":230990040,"scaled":false}""", RejectionReason.InvalidField)]
    [InlineData("""{"lat":60,"lon":20}""", RejectionReason.MissingField)]
    [InlineData("""{"lat":60,"lon":20,"mmsi":1}""", RejectionReason.MissingField)]
    [InlineData("""{"lat":60,"lon":20,"mmsi":230990041}""", RejectionReason.UnknownVessel)]
    [InlineData("""!AIVDM,1,1,,B,15MwkRUOidG?GElEa""", RejectionReason.MalformedPayload)]
    [InlineData("7", RejectionReason.MissingField)]
    public void What_cannot_be_used_is_refused_by_name(string payload, RejectionReason reason) =>
        Assert.Equal(reason, Decode("transithub/v1/city/ais", payload).OneRejection().Reason);

    [Fact]
    public void A_topic_that_names_another_boat_than_its_payload_is_refused() =>
        Assert.Equal(RejectionReason.MissingField, Decode("transithub/v1/city/ais/230990041", Receiver).OneRejection().Reason);

    [Fact]
    public void Damaged_payloads_never_throw()
    {
        foreach (string payload in new[] { Location, Receiver, $"[{Location},{Receiver}]" })
        {
            var mutations = new ByteMutations(Encoding.UTF8.GetBytes(payload), seed: 4);
            for (int i = 0; i < 3000; i++)
            {
                DecodedMessage message = Decoder().Decode("transithub/v1/city/ais/230990040", mutations.Next(), null, Decoded.ReceivedAt);
                Assert.All(message.Observations, o => Assert.InRange(((AvlReport)o).Latitude, -90, 90));
            }
        }
    }

    private static MessageDecoder Decoder() => new(new DecoderOptions { RememberedTexts = 256 })
    {
        Vessels = (feed, mmsi) => feed == FeedId.Parse("city") && mmsi == 230_990_040 ? DeviceId.Parse("ferry-7") : null,
    };

    private static DecodedMessage Decode(string topic, string payload) => Decoder().Decode(topic, Encoding.UTF8.GetBytes(payload), null, Decoded.ReceivedAt);
}
