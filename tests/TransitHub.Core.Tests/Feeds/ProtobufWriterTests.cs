using Google.Protobuf;
using TransitHub.Core.Feeds;

namespace TransitHub.Core.Tests.Feeds;

/// <summary>The writer's primitives against Google.Protobuf's, at the edges of their lengths.</summary>
public sealed class ProtobufWriterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(int.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Varints_are_as_short_as_they_can_be(long value)
    {
        ProtobufWriter writer = new();
        writer.WriteVarint(8, value);
        Assert.Equal(Expected(output => output.WriteInt64(value), tag: 8), writer.Written.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(100_000)]
    public void Nested_messages_and_texts_of_any_length_keep_their_content(int length)
    {
        string text = new('ก', length / 3);
        ProtobufWriter writer = new();
        int start = writer.BeginMessage(10);
        writer.WriteText(18, text);
        writer.WriteText(18, System.Text.Encoding.UTF8.GetBytes(text));
        writer.EndMessage(start);

        byte[] inner = [.. Expected(output => output.WriteString(text), tag: 18), .. Expected(output => output.WriteString(text), tag: 18)];
        Assert.Equal(Expected(output => output.WriteBytes(ByteString.CopyFrom(inner)), tag: 10), writer.Written.ToArray());
    }

    private static byte[] Expected(Action<CodedOutputStream> write, byte tag)
    {
        using MemoryStream stream = new();
        using CodedOutputStream output = new(stream);
        output.WriteRawTag(tag);
        write(output);
        output.Flush();
        return stream.ToArray();
    }
}
