using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Redis.Tests.Contract;
using TransitHub.Testing;
using static TransitHub.Redis.Tests.Samples;

namespace TransitHub.Redis.Tests.Logs;

/// <summary>What only the log in Redis has: entries, their account, and a bound.</summary>
public sealed class RedisObservationLogTests : IAsyncLifetime
{
    private static readonly ShardId Shard = ShardId.From(City, 0);
    private RedisServer server = null!;
    private RedisForm form = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.server = await RedisServer.StartAsync(Cancel);
        this.form = new RedisForm([this.server], "test");
    }

    public async ValueTask DisposeAsync()
    {
        await this.form.DisposeAsync();
        await this.server.DisposeAsync();
    }

    [Fact]
    public async Task Many_records_go_into_one_entry_and_entries_have_a_size()
    {
        await using IObservationLog log = await (await this.form.OpenAsync()).OpenLogAsync(Shard, null, null, Cancel);
        await log.AppendAsync(Reports(1000, 0), Cancel);
        StreamEntry[] entries = await (await this.form.RawAsync()).StreamRangeAsync(this.form.Keys.Log(Shard));
        Assert.InRange(entries.Length, 2, 100);
        Assert.Equal(1000, entries.Sum(e => (int)e["n"]));
        Assert.Equal("1000-0", entries[^1].Id.ToString());
        Assert.All(entries, e => Assert.InRange(((byte[])e["b"]!).Length, 1, this.form.Options.EntryBytes + 1024));
    }

    [Fact]
    public async Task A_log_full_of_what_nobody_took_in_takes_no_more_until_it_is_trimmed()
    {
        RedisOptions small = this.form.Options with { RetainBytes = 65_536, RetrySeconds = 0, RetainHours = 1000 };
        await using RedisStorage storage = await RedisStorage.OpenAsync(small, TimeProvider.System, NullLogger.Instance, Cancel);
        await using IObservationLog log = await storage.OpenLogAsync(Shard, null, null, Cancel);
        RedisStorageException? full = null;
        while (full is null)
        {
            full = await Record.ExceptionAsync(async () => await log.AppendAsync(Reports(50, 0), Cancel)) as RedisStorageException;
        }

        Assert.Equal(RedisTrouble.LogFull, full.Trouble);
        Assert.Contains("Redis:RetainBytes", full.Message, StringComparison.Ordinal);
        long last = log.LastSequence;
        Assert.Equal(1, await log.TrimAsync(0, Cancel));
        Assert.Equal(last, log.ReadAfter(0, Cancel).Count());

        // Taken in: half of the bytes go, though they are young.
        long first = await log.TrimAsync(last, Cancel);
        Assert.InRange(first, last / 3, last);
        Assert.Equal(last + 1, await log.AppendAsync(Reports(50, 1), Cancel));
        Assert.Equal(first, log.ReadAfter(0, Cancel).First().Sequence);
    }

    [Fact]
    public async Task What_an_archive_has_yet_to_have_outlives_its_hours_but_not_the_room()
    {
        RedisOptions small = this.form.Options with { RetainBytes = 65_536, RetainHours = 0, EntryBytes = 1024 };
        await using RedisStorage storage = await RedisStorage.OpenAsync(small, TimeProvider.System, NullLogger.Instance, Cancel);
        await using IObservationLog log = await storage.OpenLogAsync(Shard, null, null, Cancel);
        for (int hour = 0; hour < 4; hour++)
        {
            await log.AppendAsync(Reports(10, hour * 3600), Cancel);
        }

        Assert.Equal(11, await log.TrimAsync(40, 10, Cancel));
        Assert.InRange(await log.FillAsync(Cancel), 0.001, 0.9);
        while (await log.FillAsync(Cancel) <= 1.2)
        {
            await log.AppendAsync(Reports(10, 5 * 3600), Cancel);
        }

        long first = await log.TrimAsync(log.LastSequence, 10, Cancel);
        Assert.InRange(first, 12, log.LastSequence - 10);
        Assert.InRange(await log.FillAsync(Cancel), 0.9, 1.1);
    }

    [Fact]
    public async Task A_log_of_which_all_was_trimmed_goes_on_where_it_was()
    {
        RedisOptions nothing = this.form.Options with { RetainHours = 0 };
        await using RedisStorage storage = await RedisStorage.OpenAsync(nothing, TimeProvider.System, NullLogger.Instance, Cancel);
        await using IObservationLog log = await storage.OpenLogAsync(Shard, null, null, Cancel);
        Assert.Equal(0, await log.SizeAsync(Cancel));
        await log.AppendAsync(Reports(10, 0), Cancel);
        long? ten = await log.SizeAsync(Cancel);
        await log.AppendAsync(Reports(10, 3600), Cancel);
        long? twenty = await log.SizeAsync(Cancel);
        Assert.True(ten > 0 && twenty > ten);
        Assert.Equal(11, await log.TrimAsync(20, Cancel));
        Assert.Equal(twenty - ten, await log.SizeAsync(Cancel));
        await (await this.form.RawAsync()).StreamTrimAsync(this.form.Keys.Log(Shard), 0, false);
        Assert.Empty(log.ReadAfter(0, Cancel));
        Assert.Empty(log.Read(new Timestamp(0), Cancel));
        Assert.Equal(21, await log.TrimAsync(20, Cancel));
        Assert.Equal(0, await log.SizeAsync(Cancel));
        Assert.Equal(21, await log.AppendAsync(Reports(1, 7200), Cancel));
    }

    [Fact]
    public async Task An_append_that_is_made_again_counts_once()
    {
        await using IObservationLog log = await (await this.form.OpenAsync()).OpenLogAsync(Shard, null, null, Cancel);
        await log.AppendAsync(Reports(10, 0), Cancel);
        IDatabase raw = await this.form.RawAsync();
        RedisKey writer = Assert.Single(
            raw.Multiplexer.GetServers().Single().Keys(pattern: "test:{city/0}:log:writer:*").ToArray());
        RedisKey[] keys = [this.form.Keys.Log(Shard), this.form.Keys.LogAccount(Shard), writer, this.form.Keys.Lease(Core.Storage.Leases.LeaseName.OfShard(Shard))];
        RedisValue[] again = [string.Empty, 1, 10, 0, "bytes", 1 << 20, 1000];
        RedisResult[] answer = await Redis.Connection.RedisConnection.EvaluateAsync(raw, Redis.Connection.RedisScript.LogAppend, keys, again);
        Assert.Equal(["ok", "10"], answer.Select(a => a.ToString()));
        Assert.Equal(10, log.ReadAfter(0, Cancel).Count());
    }

    [Fact]
    public async Task An_entry_without_its_fields_is_left_out_with_a_reason()
    {
        IHubStorage storage = await this.form.OpenAsync();
        List<LogNotice> notices = [];
        await using IObservationLog log = await storage.OpenLogAsync(Shard, null, notices.Add, Cancel);
        await log.AppendAsync(Reports(10, 0), Cancel);
        await (await this.form.RawAsync()).StreamAddAsync(this.form.Keys.Log(Shard), "note", "by hand", "11-0");
        Assert.Equal(10, log.ReadAfter(0, Cancel).Count());
        Assert.Contains(notices, n => n.Kind == LogNoticeKind.Damage && n.Message.Contains("11-0", StringComparison.Ordinal));
        Assert.Equal(11, Assert.Single((await storage.Quarantine.ListAsync(Shard, Cancel)).Records).Sequence);
    }
}
