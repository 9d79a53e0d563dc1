using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using TransitHub.Redis;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>How an admin brings a static feed over HTTP, and what becomes of it.</summary>
public sealed class StaticUploadEndpointsTests
{
    private const string Static = "/v1/feeds/city/static";
    private const string Versions = Static + "/versions";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_an_upload_out_of_service_and_tells_what_was_found_and_what_it_changes()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        byte[] zip = Zip(Next());
        (HttpResponseMessage answer, JsonNode body) = await SendAsync(web, zip);

        Assert.Equal((HttpStatusCode.Created, true, zip.Length), (answer.StatusCode, (bool)body["is_new"]!, (int)body["received_bytes"]!));
        Assert.Equal(("v2", false, null), ((string)body["version"]!["version"]!, (bool)body["version"]!["in_service"]!, body["version"]!["first_served_at"]));
        Assert.Equal(0, (int)body["findings"]!["errors"]!);
        JsonNode difference = (await web.GetAsync((string)body["diff"]!))!;
        Assert.Equal((TestCity.Schedule.Version, "v2"), ((string)difference["before"]!["version"]!, (string)difference["after"]!["version"]!));

        JsonNode list = (await web.GetAsync(Static))!;
        Assert.Equal([TestCity.Schedule.Version, "v2"], list["versions"]!.AsArray().Select(v => (string)v!["version"]!));
        Assert.Equal(256L << 20, (long)list["max_upload_bytes"]!);
        Assert.Equal(TestCity.Schedule.Version, web.Feed.Static.Current!.Version);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(web, zip)).Answer.StatusCode);
        AssertNothingLeft(web);
    }

    [Fact]
    public async Task Riders_apps_know_nothing_of_it_and_the_audit_knows_who_brought_how_much_of_what()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        byte[] zip = Zip(Next());
        string hash = (string)(await SendAsync(web, zip)).Body["version"]!["content_hash"]!;

        Assert.Single((await web.GetAsync("/gtfs/city/versions"))!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await web.Http.GetAsync($"/gtfs/city/{hash}.zip", Cancellation)).StatusCode);
        JsonNode entry = (await web.GetAsync("/v1/audit"))!["entries"]![0]!;
        Assert.Equal(("static", "uploaded", "local", "v2"), ((string)entry["of"]!, (string)entry["what"]!, (string)entry["who"]!, (string)entry["id"]!));
        Assert.Equal((hash, zip.Length), ((string)entry["after"]!["content_hash"]!, (int)entry["after"]!["bytes"]!));
    }

    [Fact]
    public async Task Refuses_one_with_errors_says_which_and_keeps_nothing_of_it()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        (HttpResponseMessage answer, JsonNode body) = await SendAsync(web, Zip(Next().With("calendar_dates.txt", "service_id,date,exception_type\nS,notadate,1")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        JsonNode kind = body["findings"]!["kinds"]![0]!;
        Assert.Equal(("invalid_date", "error", "calendar_dates.txt", 2), ((string)kind["code"]!, (string)kind["severity"]!, (string)kind["samples"]![0]!["file"]!, (int)kind["samples"]![0]!["line"]!));
        Assert.Single(web.Feed.Static.All);
        Assert.Equal("refused", web.Feed.Static.History.List()[0].Outcome);
        AssertNothingLeft(web);

        (answer, body) = await SendAsync(web, "no zip at all"u8.ToArray());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "unreadable_zip"), (answer.StatusCode, (string)body["findings"]!["kinds"]![0]!["code"]!));
    }

    [Fact]
    public async Task Keeps_one_with_errors_where_the_settings_let_them_pass()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), new HubOptions { Statics = new StaticOptions { AllowErrors = true } });
        (HttpResponseMessage answer, JsonNode body) = await SendAsync(web, Zip(Next().With("calendar_dates.txt", "service_id,date,exception_type\nS,notadate,1")));
        Assert.Equal((HttpStatusCode.Created, 1), (answer.StatusCode, (int)body["findings"]!["errors"]!));
    }

    [Fact]
    public async Task Lost_ids_are_told_before_it_goes_into_service()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        (_, JsonNode body) = await SendAsync(web, Zip(Next()
            .With("routes.txt", "route_id,agency_id,route_short_name,route_long_name,route_type\nR,X,1,Alpha to Gamma,3\nQ9,X,2,Gamma to Alpha,3\nF,X,3,Every ten minutes,4")
            .With("trips.txt", "route_id,service_id,trip_id,trip_headsign\nR,S,T1,Gamma\nR,S,T2,Gamma\nQ9,S,U1,Alpha\nF,S,F1,Gamma")));
        Assert.Contains("Statics:MaxBrokenIdPercent", (string)body["attention"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_larger_than_the_setting_says_is_not_taken()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), new HubOptions { Statics = new StaticOptions { MaxUploadMegabytes = 2 } });
        byte[] padded = new byte[(2 << 20) + 1];
        (HttpResponseMessage answer, JsonNode body) = await SendAsync(web, padded);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("Statics:MaxUploadMegabytes", (string)body["detail"]!, StringComparison.Ordinal);

        // More than any other call takes, and no zip.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(web, padded[..^1])).Answer.StatusCode);
        AssertNothingLeft(web);
    }

    [Fact]
    public async Task A_bomb_ends_at_a_hundred_times_its_zip_and_a_path_in_it_leads_nowhere()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        using var zip = new MemoryStream();
        zip.Write(Zip(Next()));
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Update, leaveOpen: true))
        {
            using (Stream evil = archive.CreateEntry("../../evil.txt").Open())
            {
                evil.Write("stop_id\n"u8);
            }

            archive.GetEntry("stops.txt")!.Delete();
            using Stream bomb = archive.CreateEntry("stops.txt", CompressionLevel.SmallestSize).Open();
            bomb.Write("stop_id,stop_name,stop_lat,stop_lon\n"u8);
            byte[] line = new byte[1 << 20];
            line.AsSpan().Fill((byte)'x');
            for (int end = 1023; end < line.Length; end += 1024)
            {
                line[end] = (byte)'\n';
            }

            for (int i = 0; i < 70; i++)
            {
                bomb.Write(line);
            }
        }

        (HttpResponseMessage answer, JsonNode body) = await SendAsync(web, zip.ToArray());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("unreadable_file", body["findings"]!["kinds"]!.AsArray().Select(k => (string)k!["code"]!));
        Assert.False(File.Exists(Path.Combine(web.Folder, "../../evil.txt")) || File.Exists(Path.Combine(web.Folder, "evil.txt")));
        AssertNothingLeft(web);
    }

    [Fact]
    public async Task One_is_taken_at_a_time_and_nothing_stays_of_one_whose_sender_went()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        Pipe pipe = new();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using HttpRequestMessage slow = Request(new StreamContent(pipe.Reader.AsStream()));
        Task<HttpResponseMessage> sending = web.Http.SendAsync(slow, gone.Token);

        // More than the client holds back.
        await pipe.Writer.WriteAsync(new byte[32 << 10], Cancellation);
        string part = Path.Combine(web.Folder, "upload.part");
        while (!File.Exists(part))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }

        (HttpResponseMessage answer, JsonNode body) = await SendAsync(web, Zip(Next()));
        Assert.Equal((HttpStatusCode.Conflict, "Another one is at it"), (answer.StatusCode, (string)body["title"]!));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        while (File.Exists(part) || (answer = (await SendAsync(web, Zip(Next()))).Answer).StatusCode == HttpStatusCode.Conflict)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task What_a_killed_hub_left_of_an_upload_goes_with_the_next_start()
    {
        using TestFolder folder = new();
        string part = Path.Combine(folder.Path, "upload.part");
        await File.WriteAllTextAsync(part, "half a zip", Cancellation);
        _ = new StaticUploads(new StaticVersions(folder.Path), new HubOptions(), TimeProvider.System, (_, _) => { });
        Assert.False(File.Exists(part));
    }

    [Fact]
    public async Task Says_what_to_do_instead_where_it_takes_none()
    {
        await using (TestWeb scaled = await TestWeb.StartAsync(new TestCity(), new HubOptions { Redis = new RedisOptions { Address = "127.0.0.1:1" } }))
        {
            (HttpResponseMessage answer, JsonNode body) = await SendAsync(scaled, Zip(Next()));
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains("gtfs publish", (string)body["detail"]!, StringComparison.Ordinal);
            Assert.Null((await scaled.GetAsync(Static))!["max_upload_bytes"]);
        }

        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), new HubOptions { StaticVersions = 1 });
        Assert.Contains("StaticVersions", (string)(await SendAsync(web, Zip(Next()))).Body["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_a_zip_alone_and_nothing_from_a_page_of_another_site()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await web.SendAsync(HttpMethod.Post, Versions, "{}")).Response.StatusCode);
        using HttpRequestMessage foreign = Request(new ByteArrayContent(Zip(Next())));
        foreign.Headers.Add("Origin", "https://elsewhere.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await web.Http.SendAsync(foreign, Cancellation)).StatusCode);
        Assert.Single(web.Feed.Static.All);
    }

    private static void AssertNothingLeft(TestWeb web) => Assert.DoesNotContain(Directory.GetFiles(web.Folder), f => f.EndsWith(".part", StringComparison.Ordinal) || f.EndsWith(".new", StringComparison.Ordinal));

    /// <summary>The city's next timetable.</summary>
    private static FeedText Next() => TestCity.Feed().With("feed_info.txt", "feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nX,https://example.org,en,v2");

    private static byte[] Zip(FeedText feed) => feed.ToZip().ToArray();

    private static HttpRequestMessage Request(HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        return new HttpRequestMessage(HttpMethod.Post, new Uri(Versions, UriKind.Relative)) { Content = content };
    }

    private static async Task<(HttpResponseMessage Answer, JsonNode Body)> SendAsync(TestWeb web, byte[] zip)
    {
        using HttpRequestMessage request = Request(new ByteArrayContent(zip));
        HttpResponseMessage answer = await web.Http.SendAsync(request, Cancellation);
        return (answer, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!);
    }
}
