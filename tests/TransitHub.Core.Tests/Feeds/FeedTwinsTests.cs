using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using TransitHub.Core.Feeds;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Testing;

namespace TransitHub.Core.Tests.Feeds;

/// <summary>The same message in every form: protobuf as others decode it, JSON, text, compressed.</summary>
public sealed class FeedTwinsTests
{
    private static readonly Schedule Network = FeedSchedules.Read();

    public static TheoryData<FeedKind> Kinds => [.. Enum.GetValues<FeedKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_npm_bindings_decode_the_bytes_to_the_same_values(FeedKind kind)
    {
        FeedBytes feed = Feed(kind);
        byte[] json = await NodeTool.RunAsync("gtfs-realtime-bindings.mjs", "to-json", feed.Protobuf.Bytes, TestContext.Current.CancellationToken);
        FeedMessage decoded = JsonParser.Default.Parse<FeedMessage>(Encoding.UTF8.GetString(json));
        Assert.Equal(feed.Decode(), decoded);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Protoc_reads_the_text_back_to_the_same_bytes(FeedKind kind)
    {
        FeedBytes feed = Feed(kind);
        string protos = Path.Combine(SharedData.RepositoryRoot, "protos");
        ProcessStartInfo protoc = new("protoc", ["--encode=transit_realtime.FeedMessage", "-I", protos, "gtfs-realtime.proto"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        byte[] bytes = await NodeTool.RunAsync(protoc, feed.AsText.Bytes, TestContext.Current.CancellationToken);
        Assert.True(feed.Protobuf.Bytes.Span.SequenceEqual(bytes));
    }

    [Fact]
    public void The_text_names_fields_nests_messages_and_escapes_what_would_end_a_string()
    {
        FeedMessage message = new()
        {
            Header = new FeedHeader { GtfsRealtimeVersion = "2.0", Incrementality = FeedHeader.Types.Incrementality.FullDataset },
            Entity = { new FeedEntity { Id = "a\"b\\c\nท่า\x01", IsDeleted = true } },
        };
        Assert.Equal(
            """
            header {
              gtfs_realtime_version: "2.0"
              incrementality: FULL_DATASET
            }
            entity {
              id: "a\"b\\c\nท่า\001"
              is_deleted: true
            }

            """.ReplaceLineEndings("\n"),
            TextFormat.Print(message));
    }

    [Fact]
    public void The_json_has_the_specifications_field_names_and_reads_back_to_the_same_message()
    {
        FeedBytes feed = Feed(FeedKind.TripUpdates);
        string json = Encoding.UTF8.GetString(feed.AsJson.Bytes.Span);
        JsonNode stop = JsonNode.Parse(json)!["entity"]![0]!["trip_update"]!["stop_time_update"]![0]!;
        Assert.NotNull(stop["schedule_relationship"]);
        Assert.Equal(feed.Decode(), JsonParser.Default.Parse<FeedMessage>(json));
    }

    [Theory]
    [InlineData(ContentCoding.Gzip)]
    [InlineData(ContentCoding.Brotli)]
    public void Compressed_once_shared_and_the_same_when_unpacked(ContentCoding coding)
    {
        Representation plain = Feed(FeedKind.TripUpdates).Protobuf;
        Representation packed = plain.In(coding);
        Assert.Same(packed, plain.In(coding));
        Assert.Same(packed, packed.In(coding));
        Assert.Equal(coding, packed.Coding);
        Assert.Equal(plain.Bytes.ToArray(), Unpack(packed));
        Assert.True(packed.Bytes.Length < plain.Bytes.Length);
    }

    [Fact]
    public void Every_form_and_coding_has_an_entity_tag_of_its_own_that_follows_the_content()
    {
        FeedBytes feed = Feed(FeedKind.VehiclePositions);
        string[] tags = [.. Forms(feed).Select(form => form.ETag)];
        Assert.Equal(9, tags.Distinct().Count());
        Assert.All(tags, tag => Assert.Matches("^\"[0-9a-f]{32}[a-z-]*\"$", tag));
        Assert.Equal(tags, Forms(Feed(FeedKind.VehiclePositions)).Select(form => form.ETag));
        Assert.Empty(tags.Intersect(Forms(Feed(FeedKind.TripUpdates)).Select(form => form.ETag)));
    }

    private static IEnumerable<Representation> Forms(FeedBytes feed) =>
        from form in new[] { feed.Protobuf, feed.AsJson, feed.AsText }
        from coding in Enum.GetValues<ContentCoding>()
        select form.In(coding);

    private static byte[] Unpack(Representation packed)
    {
        using MemoryStream from = new(packed.Bytes.ToArray());
        using Stream unpacking = packed.Coding == ContentCoding.Gzip
            ? new GZipStream(from, CompressionMode.Decompress)
            : new BrotliStream(from, CompressionMode.Decompress);
        using MemoryStream to = new();
        unpacking.CopyTo(to);
        return to.ToArray();
    }

    private static FeedBytes Feed(FeedKind kind)
    {
        SnapshotSuccession hub = new(Network, 42);
        HubSnapshot snapshot = hub.Next(0);
        for (int i = 0; i < 40; i++)
        {
            snapshot = hub.Next(10);
        }

        return new FeedSetEncoder(new FeedOptions()).Encode(snapshot, snapshot.CreatedAt).Get(kind);
    }
}
