using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage.Records;

/// <summary><c>UpstreamEntity</c> of observation.proto in the log.</summary>
internal static class UpstreamFields
{
    private const int Rest = 32;

    /// <summary>Upper bound of the encoded length, bytes.</summary>
    public static int Size(UpstreamEntity entity) => entity.Entity.Length + Rest;

    /// <summary>Writes it with its tag.</summary>
    public static void Write(ref WireWriter writer, UpstreamEntity entity)
    {
        writer.Tag(12, 2);
        int start = writer.BeginMessage();
        if (entity.MeasuredAt.UnixMilliseconds != 0)
        {
            writer.Number(1, entity.MeasuredAt.UnixMilliseconds);
        }

        writer.Utf8(2, entity.Entity);
        writer.EndMessage(start);
    }

    /// <summary>Reads one; null when it is none.</summary>
    public static UpstreamEntity? Read(ReadOnlySpan<byte> message, DeviceId device, Timestamp receivedAt)
    {
        long measuredAt = 0;
        byte[] entity = [];
        var reader = new WireReader(message);
        while (reader.TryReadTag(out int field, out int wireType))
        {
            switch (field, wireType)
            {
                case (1, 0):
                    measuredAt = unchecked((long)reader.Varint());
                    break;
                case (2, 2):
                    entity = reader.Bytes().ToArray();
                    break;
                default:
                    reader.Skip(wireType);
                    break;
            }
        }

        return reader.Failed ? null : new UpstreamEntity { Device = device, ReceivedAt = receivedAt, MeasuredAt = new Timestamp(measuredAt), Entity = entity };
    }
}
