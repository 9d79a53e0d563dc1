using Google.Protobuf;
using Google.Protobuf.Reflection;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Protocol.Tests;

/// <summary>The ranges the specification keeps for extensions are open in every message and lose nothing.</summary>
public sealed class GtfsRealtimeExtensionsTests
{
    private static readonly int[] EdgesOfTheRanges = [1000, 1999, 9000, 9999];

    public static TheoryData<string> Messages =>
        [.. AllMessages(GtfsRealtimeReflection.Descriptor.MessageTypes).Select(message => message.FullName)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_message_declares_both_ranges(string name)
    {
        IEnumerable<(int, int)> ranges =
            Find(name).ToProto().ExtensionRange.Select(range => (range.Start, range.End - 1));
        Assert.Equal([(1000, 1999), (9000, 9999)], ranges);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Unknown_extensions_in_every_message_survive_decoding_and_encoding(string name)
    {
        MessageDescriptor type = Find(name);
        byte[] extensions = Extensions();
        IMessage decoded = Decode(type, extensions);
        Assert.Equal(extensions, decoded.ToByteArray());
    }

    [Fact]
    public void Unknown_extensions_deep_in_a_feed_survive_beside_known_fields()
    {
        byte[] bytes = FeedWithExtendedStop().ToByteArray();
        FeedMessage decoded = FeedMessage.Parser.ParseFrom(bytes);
        Assert.Equal(bytes, decoded.ToByteArray());
        Assert.Equal("s1", decoded.Entity[0].TripUpdate.StopTimeUpdate[0].StopId);
    }

    private static FeedMessage FeedWithExtendedStop()
    {
        MessageDescriptor type = TripUpdate.Types.StopTimeUpdate.Descriptor;
        TripUpdate.Types.StopTimeUpdate update = (TripUpdate.Types.StopTimeUpdate)Decode(type, Extensions());
        update.StopId = "s1";
        TripUpdate trip = new() { Trip = new TripDescriptor { TripId = "t1" }, StopTimeUpdate = { update } };
        return new FeedMessage
        {
            Header = new FeedHeader { GtfsRealtimeVersion = "2.0" },
            Entity = { new FeedEntity { Id = "t1", TripUpdate = trip } },
        };
    }

    /// <summary>One field of each wire type at each edge of the ranges.</summary>
    private static byte[] Extensions()
    {
        using MemoryStream stream = new();
        using CodedOutputStream output = new(stream);
        foreach (int number in EdgesOfTheRanges)
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteString($"extension {number}");
        }

        output.WriteTag(1500, WireFormat.WireType.Varint);
        output.WriteUInt64(ulong.MaxValue);
        output.WriteTag(1501, WireFormat.WireType.Fixed32);
        output.WriteFixed32(7);
        output.WriteTag(9500, WireFormat.WireType.Fixed64);
        output.WriteFixed64(9);
        output.Flush();
        return stream.ToArray();
    }

    /// <summary>Merges rather than parses: the bytes hold none of the required fields.</summary>
    private static IMessage Decode(MessageDescriptor type, byte[] bytes)
    {
        IMessage message = (IMessage)Activator.CreateInstance(type.ClrType)!;
        message.MergeFrom(bytes);
        return message;
    }

    private static MessageDescriptor Find(string name) =>
        AllMessages(GtfsRealtimeReflection.Descriptor.MessageTypes).Single(message => message.FullName == name);

    private static IEnumerable<MessageDescriptor> AllMessages(IEnumerable<MessageDescriptor> types) =>
        types.SelectMany(type => AllMessages(type.NestedTypes).Prepend(type));
}
