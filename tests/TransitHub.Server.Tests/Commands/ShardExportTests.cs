using TransitHub.Archive.Days;
using TransitHub.Archive.Reading;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Redis;
using TransitHub.Server.Tests.Roles;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Commands;

/// <summary>A day that came through two shards of a real Redis, beside the same day of one embedded log.</summary>
public sealed class ShardExportTests : IAsyncLifetime
{
    private const string Day = "2026-03-02";
    private static readonly FeedId City = FeedId.Parse("f");
    private readonly ReplayFolder folder = new();
    private RedisServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => this.server = await RedisServer.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await this.server.DisposeAsync();
        this.folder.Dispose();
    }

    [Fact]
    public async Task Two_shards_give_the_rows_that_one_embedded_log_gives()
    {
        string other = Enumerable.Range(2, 100).Select(n => $"bus-{n}").First(b => ShardOf(b) != ShardOf("bus-1"));
        List<AvlReport> reports = [.. RunOfT("bus-1", 0), .. RunOfT(other, 3).Select(r => r with { TripId = null, Longitude = 100.52 })];
        reports.Sort((a, b) => a.ReceivedAt.CompareTo(b.ReceivedAt));
        await using (SegmentObservationLog log = SegmentObservationLog.Open(this.folder.In("data/f/log"), new ObservationLogOptions()))
        {
            await log.AppendAsync(reports, Cancel);
        }

        await this.AppendToShardsAsync(reports);
        Directory.CreateDirectory(this.folder.In("one"));
        Directory.CreateDirectory(this.folder.In("two"));

        CommandRun one = await this.Export("one", "--data", this.folder.In("data"));
        CommandRun two = await this.Export("two", "--redis", $"127.0.0.1:{this.server.Port}");

        Assert.Equal((0, string.Empty), (one.ExitCode, one.Error));
        Assert.Equal((0, string.Empty), (two.ExitCode, two.Error));
        Assert.Equal(["2026-03-02.shard-0", "2026-03-02.shard-1"], Directory.GetDirectories(this.folder.In("two")).Select(Path.GetFileName).Order());
        List<Observation> embedded = await ReadAsync(this.folder.In("one"));
        Assert.Equal(62, embedded.Count);
        Assert.Equal(embedded, await ReadAsync(this.folder.In("two")));
        Assert.Equal(RowsOf(this.folder.In($"one/{Day}")), RowsOf(this.folder.In($"two/{Day}.shard-0"), this.folder.In($"two/{Day}.shard-1")));
        Assert.Contains("stop_visits.parquet=2 ", RowsOf(this.folder.In($"one/{Day}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_and_devices_are_those_that_were_named()
    {
        await this.AppendToShardsAsync([.. RunOfT("bus-1", 0)]);
        Directory.CreateDirectory(this.folder.In("out"));
        string config = this.folder.Write("hub.json", $$"""{ "redis": { "address": "127.0.0.1:{{this.server.Port}}", "keyPrefix": "other" } }""");

        CommandRun other = await this.Export("out", "--redis", $"127.0.0.1:{this.server.Port}", "--config", config);
        CommandRun both = await this.Export("out", "--redis", $"127.0.0.1:{this.server.Port}", "--data", this.folder.In("data"));
        CommandRun devices = await this.Export("out", "--redis", $"127.0.0.1:{this.server.Port}", "--devices", this.folder.In("none.yaml"));

        other.AssertFailed(2, "The logs of feed f in Redis have no record of 2026-03-02");
        both.AssertFailed(2, "Give one of --data DIR");
        devices.AssertFailed(1, "there is no such file");
    }

    [Fact]
    public async Task Devices_that_all_share_are_used_where_no_file_is_named()
    {
        await this.AppendToShardsAsync([.. RunOfT("bus-1", 0)]);
        Directory.CreateDirectory(this.folder.In("out"));
        await using (RedisStorage storage = await FusionProcess.ConnectAsync(this.server, Cancel))
        {
            await storage.Registry.TryReplaceAsync(City, "devices: [{id: x, site: nowhere}]", 0, Cancel);
        }

        CommandRun shared = await this.Export("out", "--redis", $"127.0.0.1:{this.server.Port}");
        CommandRun named = await this.Export("out", "--redis", $"127.0.0.1:{this.server.Port}", "--devices", this.folder.Write("own.yaml", "devices: []\n"));

        Assert.Equal(1, shared.ExitCode);
        Assert.StartsWith("transithub: The shared devices file of feed f, version 1, has ", shared.Error, StringComparison.Ordinal);
        Assert.Equal((0, string.Empty), (named.ExitCode, named.Error));
    }

    private static int ShardOf(string vehicle) => ShardId.Of(City, DeviceId.Parse(vehicle), 2).Number;

    private static IEnumerable<AvlReport> RunOfT(string vehicle, int secondsLate)
    {
        for (int i = 0; i <= 30; i++)
        {
            Timestamp at = Timestamp.FromUnixSeconds(ReplayFolder.Departure + secondsLate + (i * 10));
            yield return new AvlReport
            {
                Device = DeviceId.Parse(vehicle), MeasuredAt = at, ReceivedAt = at.AddSeconds(2), TripId = "T", Latitude = 13.70 + (0.01 * i / 30), Longitude = 100.50,
            };
        }
    }

    private static async Task<List<Observation>> ReadAsync(string path)
    {
        List<Observation> read = [];
        await foreach (LoggedRecord record in ArchivedRecords.ReadAsync(path, Cancel))
        {
            read.Add(record.Observation);
        }

        return read;
    }

    private static string RowsOf(params string[] days) => string.Join(' ', days.SelectMany(d => DayManifest.Read(d).Files)
        .Where(f => f.Name != "hub_records.parquet")
        .GroupBy(f => f.Name).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key}={g.Sum(f => f.Rows)}"));

    /// <summary>As ingest processes do; with what a broker sent twice, and what the owners noted for themselves.</summary>
    private async Task AppendToShardsAsync(List<AvlReport> reports)
    {
        await using RedisStorage storage = await FusionProcess.ConnectAsync(this.server, Cancel);
        foreach (IGrouping<int, AvlReport> shard in reports.GroupBy(r => ShardOf(r.Device.ToString())))
        {
            await using IObservationLog log = await storage.OpenLogAsync(ShardId.From(City, shard.Key), null, null, Cancel);
            foreach (AvlReport report in shard)
            {
                await log.AppendAsync([report, report, TimerTick.At(report.ReceivedAt)], Cancel);
            }
        }
    }

    private Task<CommandRun> Export(string target, params string[] from) =>
        CommandRun.Of(["archive", "export", .. from, "--feed", "f", "--day", Day, "--gtfs", this.folder.Gtfs, "--out", this.folder.In(target)]);
}
