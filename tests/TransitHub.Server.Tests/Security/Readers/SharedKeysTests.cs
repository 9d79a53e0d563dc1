using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Books;
using TransitHub.Server.Security.Readers;
using TransitHub.Server.Tests.Commands;
using TransitHub.Server.Tests.Hosting;
using TransitHub.Server.Tests.Processes;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Security.Readers;

/// <summary>Readers' keys that several processes share.</summary>
public sealed class SharedKeysTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task What_one_process_changes_the_others_know_within_two_seconds()
    {
        var store = new LocalBookStore(this.folder.Path, BookNames.ReaderKeys);
        SharedKeys one = new(store);
        SharedKeys two = new(store);
        FakeTimeProvider clock = new();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task following = two.RunAsync(clock, NullLogger.Instance, stop.Token);
        KeyRing ring = new(two, clock, NullLogger<KeyRing>.Instance);
        DateTimeOffset start = clock.GetUtcNow();
        Assert.Null(ring.Find("thub_0123456789ab_" + new string('0', 64)));

        (ReaderKey key, string text) = await one.AddAsync("an app", "app", 100, null, "ada", Cancellation);
        clock.Advance(SharedKeys.Pause);
        await RunningHub.UntilAsync("the other one has it", () => Task.FromResult(two.Known().Length == 1));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(ring.Find(text));
        Assert.True(clock.GetUtcNow() - start <= TimeSpan.FromSeconds(2));

        await two.RevokeAsync(key.Id, 200, "noi", Cancellation);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(ring.Find(text));
        Assert.Equal(["noi revoke", "ada add"], (await one.ReadAuditAsync(10, Cancellation)).Select(c => $"{c.Who} {c.What}"));
        await stop.CancelAsync();
        await following;
    }

    [Fact]
    public async Task Without_the_store_the_keys_that_were_read_hold_and_none_is_changed()
    {
        FailingBooks store = new(new LocalBookStore(this.folder.Path, BookNames.ReaderKeys));
        SharedKeys keys = new(store);
        (_, string text) = await keys.AddAsync("an app", "app", 100, null, cancellation: Cancellation);
        store.Fails = true;
        Assert.Contains("nobody answers", (await Assert.ThrowsAsync<KeyStoreException>(() => keys.AddAsync("another", "app", 100, null, cancellation: Cancellation))).Message, StringComparison.Ordinal);
        Assert.Contains("nobody answers", (await Assert.ThrowsAsync<KeyStoreException>(() => keys.ReadAsync(Cancellation))).Message, StringComparison.Ordinal);
        Assert.NotNull(new KeyRing(keys, TimeProvider.System, NullLogger<KeyRing>.Instance).Find(text));
    }

    [Fact]
    public async Task Two_processes_that_serve_and_the_command_line_have_the_same_keys_over_Redis()
    {
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation);
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{redis.Port}");
        string config = this.folder.File("hub.json", """{ "Security": { "Readers": { "Tiers": [ { "Name": "app" } ] } } }""");
        string before = Path.Combine(this.folder.Path, "before.json");
        string old = KeyOf(await CommandRun.Of("key", "add", "--name", "Of before", "--tier", "app", "--file", before));
        await using ServeProcess one = await StartAsync("one");
        await using ServeProcess two = await StartAsync("two");
        using HttpClient oneHttp = new() { BaseAddress = one.Http };
        using HttpClient twoHttp = new() { BaseAddress = two.Http };

        using StringContent draft = new("""{"name": "An app", "tier": "app"}""", Encoding.UTF8, "application/json");
        JsonNode made = JsonNode.Parse(await (await oneHttp.PostAsync("/v1/keys", draft, Cancellation)).Content.ReadAsStringAsync(Cancellation))!;
        string id = (string)made["id"]!;
        await UntilAsync(twoHttp, (string)made["key"]!, HttpStatusCode.OK);
        string rotated = KeyOf(await CommandRun.Of("key", "rotate", id, "--redis", address));
        foreach (HttpClient http in new[] { oneHttp, twoHttp })
        {
            await UntilAsync(http, rotated, HttpStatusCode.OK);
            await UntilAsync(http, (string)made["key"]!, HttpStatusCode.Unauthorized);
        }

        using HttpResponseMessage revoked = await twoHttp.DeleteAsync("/v1/keys/" + id, Cancellation);
        await UntilAsync(oneHttp, rotated, HttpStatusCode.Unauthorized);

        await UntilAsync(oneHttp, old, HttpStatusCode.Unauthorized);
        Assert.Contains("1 keys of", (await CommandRun.Of("key", "import", before, "--redis", address)).Output, StringComparison.Ordinal);
        Assert.Contains("1 were there already", (await CommandRun.Of("key", "import", before, "--redis", address)).Output, StringComparison.Ordinal);
        await UntilAsync(oneHttp, old, HttpStatusCode.OK);
        (await CommandRun.Of("key", "list", "--redis", address, "--file", before)).AssertFailed(2, "--file and a Redis");

        JsonNode audit = JsonNode.Parse(await twoHttp.GetStringAsync("/v1/audit", Cancellation))!;
        Assert.Equal(["import", "revoke", "rotate", "add"], audit["entries"]!.AsArray().Select(e => (string)e!["what"]!));
        Assert.DoesNotContain("hash", audit.ToJsonString(), StringComparison.Ordinal);

        Task<ServeProcess> StartAsync(string name) => ServeProcess.StartAsync(
            Path.Combine(this.folder.Path, name), "--mqtt", "mqtt://127.0.0.1:1", "--redis", address, "--roles", "serve", "--config", config);
    }

    private static string KeyOf(CommandRun run) => run.Output.Split('\n')[0].Trim();

    private static Task UntilAsync(HttpClient http, string key, HttpStatusCode status) => RunningHub.UntilAsync($"{status} for {key} at {http.BaseAddress}", async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/feeds");
        request.Headers.Add("X-Api-Key", key);
        using HttpResponseMessage answer = await http.SendAsync(request, Cancellation);
        return answer.StatusCode == status;
    });

    private sealed class FailingBooks(IBookStore inner) : IBookStore
    {
        public bool Fails { get; set; }

        public ValueTask<long?> TryReplaceAsync(FeedId feed, string text, string audit, long expectedVersion, CancellationToken cancellationToken) =>
            this.Fails ? throw new IOException("nobody answers") : inner.TryReplaceAsync(feed, text, audit, expectedVersion, cancellationToken);

        public ValueTask<BookDocument?> FindAsync(FeedId feed, long knownVersion, CancellationToken cancellationToken) =>
            this.Fails ? throw new IOException("nobody answers") : inner.FindAsync(feed, knownVersion, cancellationToken);

        public ValueTask<IReadOnlyList<AuditLine>> ReadAuditAsync(FeedId feed, int count, CancellationToken cancellationToken) =>
            inner.ReadAuditAsync(feed, count, cancellationToken);
    }
}
