using TransitHub.Core.Feeds;
using TransitHub.Core.Serving;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Tests.Fusion.Shards;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Serving;

public sealed class FeedIssuerTests
{
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_772_400_000);

    [Fact]
    public async Task Header_times_rise_also_when_the_next_encoders_clock_is_behind_and_it_catches_up()
    {
        await using var scene = new ServingScene(1);
        List<long> headers = [];
        await IssueAsync(scene, "ahead", 100, 5, headers);
        await IssueAsync(scene, "behind", 50, 300, headers);
        Assert.Equal(headers.Order(), headers);
        Assert.Equal(headers.Distinct(), headers);
        Assert.Equal(Start.UnixSeconds + 349, headers[^1]);

        // By half its pace: 55 seconds behind are over after some 110.
        Assert.Equal(Start.UnixSeconds + 249, headers[^101]);
    }

    [Fact]
    public async Task One_whose_lease_was_lost_publishes_nothing()
    {
        await using var scene = new ServingScene(1);
        FeedIssuer old = await NewAsync(scene, "old");
        await NewAsync(scene, "new", takesOver: true);
        await Assert.ThrowsAsync<LeaseLostException>(() => old.IssueAsync(Empty(scene), Start, ServingScene.Cancel));
    }

    private static async Task IssueAsync(ServingScene scene, string owner, int from, int seconds, List<long> headers)
    {
        FeedIssuer issuer = await NewAsync(scene, owner, takesOver: true);
        for (int i = 0; i < seconds; i++)
        {
            await issuer.IssueAsync(Empty(scene), Start.AddSeconds(from + i), ServingScene.Cancel);
            long header = (await scene.Storage.Feeds.FindAsync(MadeUpShard.Feed, null, ServingScene.Cancel))!.Feeds
                .Single(f => f.Name == FeedIssuer.NameOf(FeedKind.TripUpdates, FeedCut.All)).Bytes.HeaderTimestamp;
            if (headers.Count == 0 || headers[^1] != header)
            {
                headers.Add(header);
            }
        }
    }

    private static async Task<FeedIssuer> NewAsync(ServingScene scene, string owner, bool takesOver = false)
    {
        if (takesOver)
        {
            scene.Forget();
        }

        LeaseName name = LeaseName.OfEncoder(MadeUpShard.Feed);
        Lease lease = (await scene.Storage.Leases.TryAcquireAsync(name, owner, TimeSpan.FromHours(1), ServingScene.Cancel))!;
        return new FeedIssuer(MadeUpShard.Feed, new FeedOptions { RefreshSeconds = 1 }, scene.Storage.Feeds, lease);
    }

    private static HubSnapshot Empty(ServingScene scene) => HubSnapshot.Empty(MadeUpShard.Feed, scene.Schedule, default);
}
