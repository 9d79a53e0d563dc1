using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Testing;

namespace TransitHub.Protocol.Tests;

/// <summary>Our schema against the npm package that consumers decode feeds with.</summary>
public sealed class GtfsRealtimeBindingsTests
{
    private const string Script = "gtfs-realtime-bindings.mjs";

    /// <summary>What the published schema of June 2026 has and the package does not, as lines of <see cref="SchemaLines"/>.</summary>
    private static readonly string[] OnlyOurs = [];

    [Fact]
    public async Task Has_every_field_and_enum_value_of_the_bindings_identically()
    {
        byte[] described = await Run("describe", default);
        HashSet<string> theirs = [.. Encoding.UTF8.GetString(described).Split('\n')];
        HashSet<string> ours = [.. SchemaLines.Of(GtfsRealtimeReflection.Descriptor, "transit_realtime")];

        Assert.Empty(theirs.Except(ours).Order());
        Assert.Equal(OnlyOurs.Order(), ours.Except(theirs).Order());
    }

    [Fact]
    public async Task Our_bytes_with_every_field_set_decode_in_the_bindings_to_the_same_values()
    {
        FeedMessage message = FullFeedMessage.Create();
        byte[] json = await Run("to-json", message.ToByteArray());
        AssertSameJson(JsonFormatter.Default.Format(message), Encoding.UTF8.GetString(json));
    }

    [Fact]
    public async Task The_bindings_bytes_with_every_field_set_decode_in_ours_to_the_same_values()
    {
        FeedMessage message = FullFeedMessage.Create();
        byte[] bytes = await Run("from-json", Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message)));
        Assert.Equal(message, FeedMessage.Parser.ParseFrom(bytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20261123)]
    public async Task Messages_with_fields_left_out_by_chance_pass_both_ways_unchanged(int seed)
    {
        FeedMessage message = FullFeedMessage.CreateSparse(entities: 300, seed);
        byte[] json = await Run("to-json", message.ToByteArray());
        AssertSameJson(JsonFormatter.Default.Format(message), Encoding.UTF8.GetString(json));

        byte[] recoded = await Run("recode", message.ToByteArray());
        Assert.Equal(message, FeedMessage.Parser.ParseFrom(recoded));
    }

    private static Task<byte[]> Run(string verb, ReadOnlyMemory<byte> input) =>
        NodeTool.RunAsync(Script, verb, input, TestContext.Current.CancellationToken);

    private static void AssertSameJson(string expected, string actual)
    {
        if (!JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)))
        {
            Assert.Equal(expected, actual);
        }
    }
}
