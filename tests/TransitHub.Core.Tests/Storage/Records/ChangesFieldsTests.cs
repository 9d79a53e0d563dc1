using Google.Protobuf;
using TransitHub.Core.Storage.Records;
using TransitHub.Core.Time;
using TransitHub.Protocol.V1;
using ServiceChanges = TransitHub.Core.Observations.ServiceChanges;

namespace TransitHub.Core.Tests.Storage.Records;

public sealed class ChangesFieldsTests
{
    [Theory]
    [InlineData("[]")]
    [InlineData("[{\"note\":\"รถเสีย\"}]")]
    public void Changes_come_back_and_their_bytes_are_those_of_the_schema(string document)
    {
        var changes = new ServiceChanges { Device = Core.Observations.TimerTick.Hub, ReceivedAt = new Timestamp(1_760_000_000_123), Document = document };
        byte[] buffer = new byte[LoggedObservationEncoder.MaxSize(changes)];
        ReadOnlySpan<byte> written = buffer.AsSpan(0, LoggedObservationEncoder.Encode(changes, buffer));
        var expected = new LoggedObservation { ReceivedAtMs = 1_760_000_000_123, DeviceId = "hub", Changes = new Protocol.V1.ServiceChanges { Document = document } };
        Assert.Equal(expected.ToByteArray(), written);
        Assert.Equal(changes, new LoggedObservationDecoder().Decode(written));
    }
}
