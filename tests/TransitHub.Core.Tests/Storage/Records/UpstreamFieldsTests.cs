using Google.Protobuf;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Records;
using TransitHub.Core.Time;
using TransitHub.Protocol.V1;
using UpstreamEntity = TransitHub.Core.Observations.UpstreamEntity;

namespace TransitHub.Core.Tests.Storage.Records;

public sealed class UpstreamFieldsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(40_000)]
    public void An_entity_comes_back_and_its_bytes_are_those_of_the_schema(int length)
    {
        byte[] entity = [.. Enumerable.Range(0, length).Select(i => unchecked((byte)i))];
        var observation = new UpstreamEntity { Device = DeviceId.Parse("agency"), ReceivedAt = new Timestamp(1_760_000_000_123), MeasuredAt = new Timestamp(1_759_999_999_000), Entity = entity };
        byte[] buffer = new byte[LoggedObservationEncoder.MaxSize(observation)];

        ReadOnlySpan<byte> written = buffer.AsSpan(0, LoggedObservationEncoder.Encode(observation, buffer));

        var expected = new LoggedObservation
        {
            ReceivedAtMs = 1_760_000_000_123,
            DeviceId = "agency",
            Upstream = new Protocol.V1.UpstreamEntity { MeasuredAtMs = 1_759_999_999_000, Entity = ByteString.CopyFrom(entity) },
        };
        Assert.Equal(expected.ToByteArray(), written);
        var read = Assert.IsType<UpstreamEntity>(new LoggedObservationDecoder().Decode(written));
        Assert.Equal((observation.Device, observation.ReceivedAt, observation.MeasuredAt), (read.Device, read.ReceivedAt, read.MeasuredAt));
        Assert.Equal(entity, read.Entity);
    }
}
