using System.Text;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage.Records;

/// <summary><c>ServiceChanges</c> of observation.proto in the log.</summary>
internal static class ChangesFields
{
    private const int Rest = 16;

    /// <summary>Upper bound of the encoded length, bytes.</summary>
    public static int Size(ServiceChanges changes) => Encoding.UTF8.GetByteCount(changes.Document) + Rest;

    /// <summary>Writes it with its tag.</summary>
    public static void Write(ref WireWriter writer, ServiceChanges changes)
    {
        writer.Tag(13, 2);
        int start = writer.BeginMessage();
        writer.Utf8(1, Encoding.UTF8.GetBytes(changes.Document));
        writer.EndMessage(start);
    }

    /// <summary>Reads one; null when it is none.</summary>
    public static ServiceChanges? Read(ReadOnlySpan<byte> message, DeviceId device, Timestamp receivedAt)
    {
        string document = string.Empty;
        var reader = new WireReader(message);
        while (reader.TryReadTag(out int field, out int wireType))
        {
            if ((field, wireType) == (1, 2))
            {
                document = Encoding.UTF8.GetString(reader.Bytes());
            }
            else
            {
                reader.Skip(wireType);
            }
        }

        return reader.Failed ? null : new ServiceChanges { Device = device, ReceivedAt = receivedAt, Document = document };
    }
}
