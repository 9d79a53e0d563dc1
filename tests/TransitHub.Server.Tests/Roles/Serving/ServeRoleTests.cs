using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Roles.Serving;
using TransitHub.Server.Watching;
using static TransitHub.Server.Tests.Roles.Serving.ServeScene;

namespace TransitHub.Server.Tests.Roles.Serving;

/// <summary>Processes that serve share a redis-server with those that fuse and encode.</summary>
public sealed class ServeRoleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_was_told_no_state_yet_says_so()
    {
        await using ServeScene scene = await StartAsync(isFusing: false);
        HubFeed feed = (await scene.ServeAsync("one")).Feeds[0];
        Assert.Equal("no fusion process has told a state of this feed yet", feed.Readiness().Reason);
        Assert.Contains(feed.Readiness().Reason, WatchDesk.Missing(feed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_have_the_same_bytes_and_tell_readers_the_same_from_each_state_on()
    {
        await using ServeScene scene = await StartAsync();
        HubFeed one = (await scene.ServeAsync("one")).Feeds[0];
        HubFeed two = (await scene.ServeAsync("two")).Feeds[0];
        await scene.SendAsync(0, Position("bus-1"));
        await scene.SendAsync(1, Position("bus-2"));
        await UntilAsync(() => VehiclesOf(one) == 2 && VehiclesOf(two) == 2 && one.Readiness().IsReady && two.Readiness().IsReady);
        Assert.Null(WatchDesk.Missing(one));
        long first = Math.Max(one.Snapshots.Current.Sequence, two.Snapshots.Current.Sequence);
        await scene.SendAsync(0, Position("bus-3"));
        await scene.SendAsync(1, Position("bus-2", 13.76));
        await scene.SendAsync(1, Position("bus-4"));
        await UntilAsync(() => VehiclesOf(one) == 4 && VehiclesOf(two) == 4);
        await scene.Fusion.StopAsync(Cancel);
        await UntilAsync(() => one.Snapshots.Current.Sequence == two.Snapshots.Current.Sequence && TagOf(one) is { } tag && tag == TagOf(two));

        Assert.Equal(one.Epoch, two.Epoch);
        foreach (FeedKind kind in Enum.GetValues<FeedKind>())
        {
            Assert.Equal(one.Realtime.Current!.Get(kind).Protobuf.Bytes.ToArray(), two.Realtime.Current!.Get(kind).Protobuf.Bytes.ToArray());
        }

        long last = one.Snapshots.Current.Sequence;
        Assert.True(last > first);
        for (long sequence = first; sequence < last; sequence++)
        {
            string cursor = new WatchCursor(one.Epoch, sequence).ToString();
            bool isQuiet = one.Snapshots.ChangesSince(sequence, one.Snapshots.Current)!.IsEmpty;
            Assert.Equal(isQuiet, two.Snapshots.ChangesSince(sequence, two.Snapshots.Current)!.IsEmpty);
            if (isQuiet)
            {
                // The last states may be of time alone: streams tell nothing of them.
                continue;
            }

            Assert.Equal(await ResumedAsync(one, cursor), await ResumedAsync(two, cursor));
        }
    }

    [Fact]
    public async Task A_stream_that_is_resumed_on_the_other_goes_on_without_a_gap_or_a_repeat()
    {
        await using ServeScene scene = await StartAsync();
        HubFeed one = (await scene.ServeAsync("one")).Feeds[0];
        HubFeed two = (await scene.ServeAsync("two")).Feeds[0];
        await scene.SendAsync(0, Position("bus-1"));
        await UntilAsync(() => VehiclesOf(one) == 1 && VehiclesOf(two) == 1);
        List<WatchStep> steps = [];
        HashSet<DeviceId> held = [];
        string cursor = string.Empty;
        for (int bus = 2; bus <= 9; bus++)
        {
            // Each time on the other one.
            HubFeed feed = bus % 2 == 0 ? one : two;
            var id = DeviceId.Parse($"bus-{bus}");
            using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            await scene.SendAsync(bus % 2, Position($"bus-{bus}"));

            // One that the reader was ahead of comes to the same state first.
            await UntilAsync(() => steps.Count == 0 || feed.Snapshots.Current.Sequence >= steps[^1].To);
            await foreach (WatchStep step in SessionOf(feed).ReadAsync(WatchDesk.ResumeFrom(feed, cursor), end.Token))
            {
                if (step.Kind == WatchStepKind.Heartbeat)
                {
                    continue;
                }

                steps.Add(step);
                held.UnionWith(step.Delta.Vehicles.Select(v => v.Id));
                held.ExceptWith(step.Delta.RemovedVehicles);
                cursor = new WatchCursor(feed.Epoch, step.To).ToString();
                if (held.Contains(id))
                {
                    break;
                }
            }
        }

        Assert.Equal(WatchStepKind.Snapshot, steps[0].Kind);
        Assert.All(steps.Skip(1), s => Assert.Equal(WatchStepKind.Changes, s.Kind));
        Assert.Equal(9, held.Count);
        Assert.All(Enumerable.Range(3, 7), bus => Assert.Single(steps.Skip(1).SelectMany(s => s.Delta.Vehicles), v => v.Id == DeviceId.Parse($"bus-{bus}")));
        Assert.All(steps.Zip(steps.Skip(1)), pair => Assert.True(pair.Second.From >= pair.First.To && pair.Second.To > pair.Second.From));
    }

    [Fact]
    public async Task Without_Redis_the_last_state_is_served_with_its_age_and_with_Redis_it_goes_on()
    {
        await using ServeScene scene = await StartAsync();
        ServeRole role = await scene.ServeAsync("one");
        HubFeed feed = role.Feeds[0];
        await scene.SendAsync(0, Position("bus-1"));
        await UntilAsync(() => VehiclesOf(feed) == 1 && role.Readiness.IsReady);
        await scene.Server.KillAsync();
        await UntilAsync(() => !role.Readiness.IsReady);
        Assert.Matches(@"Last answer \d+ s ago; the last state is served, which is \d+ s old\.", role.Readiness.Reason);
        HubSnapshot stands = feed.Snapshots.Current;
        await UntilAsync(() => SecondsOf(feed.Readiness().Reason) >= 5);
        Assert.Same(stands, feed.Snapshots.Current);
        Assert.NotNull(feed.Realtime.Current);
        Assert.False(role.Ended.IsCompleted);

        await scene.Server.RunAsync(Cancel);
        await UntilAsync(() => role.Readiness.IsReady && scene.Fusion.Readiness.IsReady);
        await scene.SendAsync(1, Position("bus-2"));
        await UntilAsync(() => VehiclesOf(feed) == 2);
        Assert.True(role.Readiness.IsReady);
    }

    [Fact]
    public async Task What_shards_report_besides_states_is_the_sum_of_all()
    {
        await using ServeScene scene = await StartAsync();
        HubFeed feed = (await scene.ServeAsync("one")).Feeds[0];
        await scene.SendAsync(0, Position("bus-1"), Position("bus-1", latitude: 91), Count("counter", 7));
        await scene.SendAsync(1, Position("bus-2"), Position("bus-3", latitude: 91));
        await UntilAsync(() => feed.Counters() is { Accepted: 3, Rejected: 2 } && feed.DeviceCount() == 4 && feed.Fusion().Vehicles == 2);
        Assert.Equal((5, 2, 1), (feed.Counters().Received, feed.AcceptedOf(ObservationKind.Avl), feed.AcceptedOf(ObservationKind.Count)));
        RejectionReason reason = Assert.Single(feed.Ledger.List(), r => r.Key.Stage() == "gate").Key;
        Assert.Equal(2, feed.Ledger.CountOf(reason));
        Assert.Equal(["bus-1", "bus-3"], feed.Ledger.SamplesOf(reason).Select(r => r.Device).Order(StringComparer.Ordinal));
        Assert.Equal(["bus-1", "bus-2", "bus-3", "counter"], feed.Devices.List().Select(d => d.Health.Device.ToString()));
        Assert.True(feed.Devices.TryFind("bus-1", out FeedDevice? device));
        Assert.Equal((1, 1), (device!.Value.Health.Accepted, device.Value.Health.Refused));
        Assert.Equal(7, Assert.Single(feed.Counting.Ledger.Read(DeviceId.Parse("counter"), default)).Total);
    }

    [Fact]
    public async Task Readers_get_the_same_from_two_and_figures_of_all_shards()
    {
        await using ServeScene scene = await StartAsync();
        ServeRole one = await scene.ServeAsync("one");
        ServeRole two = await scene.ServeAsync("two");
        await scene.SendAsync(0, Position("bus-1"), Position("bus-1", latitude: 91));
        await scene.SendAsync(1, Position("bus-2"), Position("bus-3", latitude: 91));
        await UntilAsync(() => VehiclesOf(one.Feeds[0]) == 2 && VehiclesOf(two.Feeds[0]) == 2 && one.Readiness.IsReady);
        await scene.Fusion.StopAsync(Cancel);
        await UntilAsync(() => one.Feeds[0].Snapshots.Current.Sequence == two.Feeds[0].Snapshots.Current.Sequence);
        await UntilAsync(() => new[] { one, two }.All(r => r.Feeds[0].Counters() is { Accepted: 2, Rejected: 2 } && r.Feeds[0].DeviceCount() == 3));
        await using WebApplication first = await ServeScene.OpenAsync(one);
        await using WebApplication second = await ServeScene.OpenAsync(two);
        using var reader = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        foreach ((string path, string expected) in new[] { ("vehicles", "bus-2"), ("devices", "bus-3"), ("rejections", "\"count\":2"), ("cameras", "["), ("counts/channels.csv", "channel_id") })
        {
            string text = await TextAsync(first, path);
            while (text != await TextAsync(second, path))
            {
                // One has read the newest report before the other.
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
                text = await TextAsync(first, path);
            }

            Assert.Contains(expected, text, StringComparison.Ordinal);
        }

        Assert.Contains("\"accepted\":2", await reader.GetStringAsync(new Uri($"{first.Urls.First()}/v1/feeds"), Cancel), StringComparison.Ordinal);
        Assert.True(AgesOfReports() >= 2);

        Task<string> TextAsync(WebApplication web, string path) => reader.GetStringAsync(new Uri($"{web.Urls.First()}/v1/{path}"), Cancel);
    }

    /// <summary>How many ages of reports the meters of this process tell. A scrape would have those of all hubs of other tests beside it, and an exporter takes only so many.</summary>
    private static int AgesOfReports()
    {
        int count = 0;
        using MeterListener listener = new();
        listener.InstrumentPublished = static (instrument, to) =>
        {
            if (instrument.Name == "transithub_shard_report_age_seconds")
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, age, _, _) => count += age >= 0 ? 1 : 0);
        listener.Start();
        listener.RecordObservableInstruments();
        return count;
    }

    private static int SecondsOf(string reason) =>
        int.Parse(Regex.Match(reason, @"Last answer (\d+) s ago").Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static int VehiclesOf(HubFeed feed) => feed.Snapshots.Current.Vehicles.Length;

    private static string? TagOf(HubFeed feed) => feed.Realtime.Current?.Get(FeedKind.VehiclePositions).Protobuf.ETag;

    private static WatchSession SessionOf(HubFeed feed) =>
        new WatchDesk(new WatchOptions(), TimeProvider.System).Open(feed, new FilterText(), TimeSpan.Zero, out _);

    /// <summary>The bytes of the first step of a stream that is resumed.</summary>
    private static async Task<byte[]> ResumedAsync(HubFeed feed, string cursor)
    {
        var desk = new WatchDesk(new WatchOptions(), TimeProvider.System);
        long? from = WatchDesk.ResumeFrom(feed, cursor);
        Assert.NotNull(from);
        await foreach (WatchStep step in SessionOf(feed).ReadAsync(from, Cancel))
        {
            Assert.Equal(WatchStepKind.Changes, step.Kind);
            return [.. desk.FramesOf(feed).Encode(step).SelectMany(f => f.Parts).SelectMany(p => p)];
        }

        return [];
    }
}
