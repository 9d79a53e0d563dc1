using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Server.Tests.Endpoints;

public sealed class RealtimeEndpointsTests : IAsyncLifetime
{
    private const string Positions = "/gtfs-rt/city/vehicle-positions.pb";

    private readonly TestCity city = new();
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.web = await TestWeb.StartAsync(this.city);
        this.city.Vehicle("a", trip: "T1").Vehicle("b").Trip("T1", "a").Publish();
        this.web.Encode();
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Theory]
    [InlineData("vehicle-positions", "", 2)]
    [InlineData("vehicle-positions", "?cut=google", 1)]
    [InlineData("trip-updates", "", 1)]
    [InlineData("alerts", "", 0)]
    public async Task Serves_each_feed_as_protobuf(string kind, string query, int entities)
    {
        using HttpResponseMessage response = await this.web.Http.GetAsync(new Uri($"/gtfs-rt/city/{kind}.pb{query}", UriKind.Relative), Cancellation);

        Assert.Equal("application/x-protobuf", response.Content.Headers.ContentType!.MediaType);
        FeedMessage message = FeedMessage.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(entities, message.Entity.Count);
        Assert.Equal((long)message.Header.Timestamp, response.Content.Headers.LastModified!.Value.ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("json", "application/json", "\"gtfs_realtime_version\"")]
    [InlineData("txt", "text/plain", "gtfs_realtime_version: \"2.0\"")]
    public async Task Serves_the_twins(string extension, string contentType, string holds)
    {
        using HttpResponseMessage response = await this.web.Http.GetAsync(new Uri("/gtfs-rt/city/trip-updates." + extension, UriKind.Relative), Cancellation);

        Assert.Equal(contentType, response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(holds, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br, gzip", "br")]
    [InlineData("br;q=0.2, gzip;q=0.8", "gzip")]
    [InlineData("*", "br")]
    [InlineData("gzip;q=0", null)]
    [InlineData("zstd", null)]
    public async Task Compresses_as_the_reader_likes_best(string accepted, string? chosen)
    {
        using HttpResponseMessage response = await this.SendAsync(HttpMethod.Get, "Accept-Encoding", accepted);

        Assert.Equal(chosen, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("Accept-Encoding", response.Headers.Vary.Single());
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancellation);
        await using Stream plain = chosen switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => body,
        };
        Assert.Equal(2, FeedMessage.Parser.ParseFrom(plain).Entity.Count);
    }

    [Fact]
    public async Task Answers_304_to_who_has_it_in_any_coding()
    {
        foreach (string coding in new[] { "identity", "gzip", "br" })
        {
            using HttpResponseMessage first = await this.SendAsync(HttpMethod.Get, "Accept-Encoding", coding);
            EntityTagHeaderValue tag = first.Headers.ETag!;
            using HttpResponseMessage second = await this.SendAsync(HttpMethod.Get, "If-None-Match", tag.Tag);

            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
            Assert.Equal(tag, second.Headers.ETag);
            Assert.Empty(await second.Content.ReadAsByteArrayAsync(Cancellation));
        }
    }

    [Fact]
    public async Task Answers_304_to_who_asks_since_the_last_change()
    {
        string now = TestCity.Morning.AddSeconds(1).ToString();
        DateTimeOffset time = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        using HttpResponseMessage same = await this.SendAsync(HttpMethod.Get, "If-Modified-Since", time.ToString("R"));
        using HttpResponseMessage older = await this.SendAsync(HttpMethod.Get, "If-Modified-Since", time.AddHours(-1).ToString("R"));

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, older.StatusCode);
    }

    [Fact]
    public async Task Sends_new_content_under_a_new_tag_and_a_later_time()
    {
        using HttpResponseMessage first = await this.SendAsync(HttpMethod.Get, "Accept", "*/*");
        this.web.Clock.Advance(TimeSpan.FromSeconds(2));
        this.city.Vehicle("c").Publish();
        this.web.Encode();
        using HttpResponseMessage second = await this.SendAsync(HttpMethod.Get, "If-None-Match", first.Headers.ETag!.Tag);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
        Assert.True(second.Content.Headers.LastModified > first.Content.Headers.LastModified);
    }

    [Fact]
    public async Task Answers_head_without_a_body()
    {
        using HttpResponseMessage response = await this.SendAsync(HttpMethod.Head, "Accept", "*/*");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Content.Headers.ContentLength > 0);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Lets_any_site_read_the_public_feeds_and_not_the_operators_pages()
    {
        using HttpResponseMessage feed = await this.SendAsync(HttpMethod.Get, "Origin", "https://example.org");
        Assert.Equal("*", feed.Headers.GetValues("Access-Control-Allow-Origin").Single());

        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/rejections");
        request.Headers.Add("Origin", "https://example.org");
        using HttpResponseMessage rejections = await this.web.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, rejections.StatusCode);
        Assert.False(rejections.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/gtfs-rt/town/vehicle-positions.pb", HttpStatusCode.NotFound, "city")]
    [InlineData("/gtfs-rt/city/vehicle-positions.pb?cut=7", HttpStatusCode.BadRequest, "google")]
    public async Task Says_what_there_is_instead(string path, HttpStatusCode status, string named)
    {
        using HttpResponseMessage response = await this.web.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(named, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serves_the_static_feed_with_its_versions()
    {
        using HttpResponseMessage zip = await this.web.Http.GetAsync(new Uri("/gtfs/city.zip", UriKind.Relative), Cancellation);
        Assert.Equal("application/zip", zip.Content.Headers.ContentType!.MediaType);
        using var archive = new ZipArchive(await zip.Content.ReadAsStreamAsync(Cancellation));
        Assert.NotNull(archive.GetEntry("stops.txt"));

        using var again = new HttpRequestMessage(HttpMethod.Get, $"/gtfs/city/{TestCity.Schedule.Version}.zip");
        again.Headers.IfNoneMatch.Add(zip.Headers.ETag!);
        using HttpResponseMessage unchanged = await this.web.Http.SendAsync(again, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        string versions = await this.web.Http.GetStringAsync(new Uri("/gtfs/city/versions", UriKind.Relative), Cancellation);
        Assert.Contains(TestCity.Schedule.ContentHash, versions, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string header, string value)
    {
        using var request = new HttpRequestMessage(method, Positions);
        request.Headers.TryAddWithoutValidation(header, value);
        return await this.web.Http.SendAsync(request, Cancellation);
    }
}
