using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Devices;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;

namespace TransitHub.Server.Tests.Hosting;

public sealed class ArchiveChoreTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);
    private static readonly FeedId Feed = FeedId.Parse("f");

    [Fact]
    public async Task A_hub_archives_the_day_before_once_it_has_read_its_log()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var clock = new FakeTimeProvider(Midnight.AddHours(4));
        await using SegmentObservationLog log = SegmentObservationLog.Open(SegmentObservationLog.FolderOf(folder.Path, Feed), new ObservationLogOptions());
        await log.AppendAsync(
            [new StatusReport { Device = DeviceId.Parse("cam"), ReceivedAt = new Timestamp(Midnight.AddHours(-2).ToUnixTimeMilliseconds()), Online = true }], cancellation);
        using var stop = new CancellationTokenSource();
        bool isReady = false;
        ArchiveChore chore = ArchiveChore.Of(
            Feed, log, () => Schedule.Empty, () => DeviceRegistry.Empty, new FusionOptions(), new HubOptions { Data = folder.Path }, () => Volatile.Read(ref isReady), clock, NullLogger.Instance);
        Task running = chore.RunAsync(stop.Token);

        clock.Advance(TimeSpan.FromHours(1));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "f/archive")));

        Volatile.Write(ref isReady, true);
        string day = Path.Combine(folder.Path, "f/archive/2026-03-02/day.json");
        for (int i = 0; i < 2400 && !File.Exists(day); i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, cancellation);
        }

        await stop.CancelAsync();
        await running;
        Assert.True(File.Exists(day));
    }
}
