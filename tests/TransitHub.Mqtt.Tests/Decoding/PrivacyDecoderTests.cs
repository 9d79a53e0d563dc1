using TransitHub.Core.Observations;
using TransitHub.Mqtt.Decoding;

namespace TransitHub.Mqtt.Tests.Decoding;

/// <summary>What names a person or a car is dropped where it comes in: nothing behind the decoder, the log included, ever has it.</summary>
public sealed class PrivacyDecoderTests
{
    private const string Secrets = """
        "image": "c2VjcmV0LWltYWdl", "plate": "secret-plate", "track_id": "secret-track", "face": {"embedding": [1, 2], "id": "secret-face"},
        """;

    [Theory]
    [InlineData("passage", """ "event_id": "e1", "measured_at": 1763870999, "channel": "line-1", "class": "car" """)]
    [InlineData("count", """ "channel": "gate-1", "class": "person", "from": 1763870940, "to": 1763871000, "count": 3 """)]
    [InlineData("apc", """ "measured_at": 1763870999, "load": 3 """)]
    [InlineData("status", """ "online": true """)]
    public void Images_plates_and_tracks_are_dropped_where_they_come_in(string kind, string fields)
    {
        DecodedMessage message = Decoded.Json($"{{{Secrets}{fields}}}", $"transithub/v1/city/{kind}/device-1");
        Observation taken = Assert.Single(message.Observations);
        Assert.DoesNotContain("secret", taken.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", taken.ToString(), StringComparison.Ordinal);
        Assert.Empty(message.Rejections);
    }

    [Theory]
    [InlineData("""{"topic": "ObjectAnalytics/S", "timestamp": 1763870999712, "serial": "secret-serial", "message": {"data": {"total": "1", "plate": "secret-plate", "image": "secret-image"}}}""")]
    [InlineData("""{"type": "ItemFlowObserved", "itemType": "car", "dateObserved": "2025-11-23T04:00:00Z/2025-11-23T04:05:00Z", "intensity": 3, "image": "secret-image", "licencePlate": "secret-plate"}""")]
    public void Adapters_drop_them_too(string payload)
    {
        DecodedMessage message = Decoded.Json(payload, "transithub/v1/city/count/device-1");
        Assert.DoesNotContain("secret", Assert.Single(message.Observations).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_does_not_repeat_what_a_payload_had_in_fields_that_nobody_reads()
    {
        DecodedMessage message = Decoded.Json($"{{{Secrets} \"channel\": \"gate-1\"}}", "transithub/v1/city/count/device-1");
        Assert.DoesNotContain("secret", Assert.Single(message.Rejections).ToString(), StringComparison.Ordinal);
    }
}
