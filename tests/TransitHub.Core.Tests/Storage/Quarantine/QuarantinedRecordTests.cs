using TransitHub.Core.Storage.Quarantine;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Storage.Quarantine;

public sealed class QuarantinedRecordTests
{
    [Fact]
    public void Comes_back_as_it_was_and_bytes_that_are_none_give_none()
    {
        byte[] encoded = new QuarantinedRecord(7, new Timestamp(-5), "ล้มเหลว", new byte[] { 1, 2, 3 }).Encode();
        QuarantinedRecord read = QuarantinedRecord.Decode(encoded)!;
        Assert.Equal((7, new Timestamp(-5), "ล้มเหลว"), (read.Sequence, read.At, read.Reason));
        Assert.Equal([1, 2, 3], read.Bytes.ToArray());
        for (int length = 0; length < encoded.Length - 3; length++)
        {
            Assert.Null(QuarantinedRecord.Decode(encoded.AsMemory(0, length)));
        }
    }
}
