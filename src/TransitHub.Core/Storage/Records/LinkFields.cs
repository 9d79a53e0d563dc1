using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage.Records;

/// <summary>The hub's own records, <c>TimerTick</c> and <c>LinkTraversals</c> of observation.proto, in the log.</summary>
internal static class LinkFields
{
    private const int MostOfOne = 80;
    private const int MostOfSender = 24;

    /// <summary>Upper bound of the encoded traversals, bytes.</summary>
    public static int Size(LinkTraversals links) => WireText.Size(links.ScheduleVersion) + (links.Traversals.Length * MostOfOne) + MostOfSender;

    /// <summary>Writes one of them with its tag.</summary>
    public static void Write(ref WireWriter writer, Observation observation)
    {
        writer.Tag(observation is TimerTick ? 9 : 10, 2);
        int start = writer.BeginMessage();
        if (observation is LinkTraversals links)
        {
            writer.Text(1, links.ScheduleVersion);
            foreach (LinkTraversal traversal in links.Traversals)
            {
                writer.Tag(2, 2);
                int one = writer.BeginMessage();
                WriteUnlessZero(ref writer, 1, traversal.Link);
                WriteUnlessZero(ref writer, 2, traversal.DayStart);
                WriteUnlessZero(ref writer, 3, traversal.DayKind);
                WriteUnlessZero(ref writer, 4, traversal.ScheduledSeconds);
                WriteUnlessZero(ref writer, 5, traversal.Seconds);
                WriteUnlessZero(ref writer, 6, traversal.At);
                writer.EndMessage(one);
            }

            WriteUnlessZero(ref writer, 3, links.FromShard);
            WriteUnlessZero(ref writer, 4, links.FromState);
        }

        writer.EndMessage(start);
    }

    /// <summary>Reads traversals; null when they are none.</summary>
    public static LinkTraversals? Read(ReadOnlySpan<byte> message, DeviceId device, Timestamp receivedAt, TextPool texts)
    {
        string version = string.Empty;
        int shard = 0;
        long state = 0;
        ImmutableArray<LinkTraversal>.Builder traversals = ImmutableArray.CreateBuilder<LinkTraversal>();
        var reader = new WireReader(message);
        while (reader.TryReadTag(out int field, out int wireType))
        {
            switch (field, wireType)
            {
                case (1, 2):
                    version = texts.Get(reader.Bytes());
                    break;
                case (2, 2):
                    if (ReadOne(reader.Bytes()) is not { } traversal)
                    {
                        return null;
                    }

                    traversals.Add(traversal);
                    break;
                case (3, 0):
                    shard = unchecked((int)reader.Varint());
                    break;
                case (4, 0):
                    state = unchecked((long)reader.Varint());
                    break;
                default:
                    reader.Skip(wireType);
                    break;
            }
        }

        return reader.Failed ? null : new LinkTraversals
        {
            Device = device,
            ReceivedAt = receivedAt,
            ScheduleVersion = version,
            FromShard = shard,
            FromState = state,
            Traversals = traversals.DrainToImmutable(),
        };
    }

    private static LinkTraversal? ReadOne(ReadOnlySpan<byte> message)
    {
        LinkTraversal traversal = default;
        var reader = new WireReader(message);
        while (reader.TryReadTag(out int field, out int wireType))
        {
            switch (field, wireType)
            {
                case (1, 0): traversal = traversal with { Link = unchecked((int)reader.Varint()) }; break;
                case (2, 0): traversal = traversal with { DayStart = unchecked((long)reader.Varint()) }; break;
                case (3, 0): traversal = traversal with { DayKind = unchecked((int)reader.Varint()) }; break;
                case (4, 1): traversal = traversal with { ScheduledSeconds = reader.Double() }; break;
                case (5, 1): traversal = traversal with { Seconds = reader.Double() }; break;
                case (6, 1): traversal = traversal with { At = reader.Double() }; break;
                default: reader.Skip(wireType); break;
            }
        }

        return reader.Failed ? null : traversal;
    }

    private static void WriteUnlessZero(ref WireWriter writer, int field, long value)
    {
        if (value != 0)
        {
            writer.Number(field, value);
        }
    }

    private static void WriteUnlessZero(ref WireWriter writer, int field, double value)
    {
        if (BitConverter.DoubleToInt64Bits(value) != 0)
        {
            writer.Double(field, value);
        }
    }
}
