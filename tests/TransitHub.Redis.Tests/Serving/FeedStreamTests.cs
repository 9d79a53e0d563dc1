using System.Globalization;
using System.Text;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Serving;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Gtfs;
using TransitHub.Redis.Tests.Contract;
using TransitHub.Testing;
using static TransitHub.Redis.Tests.Samples;

namespace TransitHub.Redis.Tests.Serving;

/// <summary>A feed's stream over a real Redis that is killed, with an encoder that loses its lease. What a shard tells is the number of a vehicle.</summary>
public sealed class FeedStreamTests
{
    private static readonly LeaseName Encoder = LeaseName.OfEncoder(City);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ChangesForm Form = new(Write, Read);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replicas_on_other_connections_have_every_step_once_over_a_takeover_and_a_killed_server()
    {
        await using RedisServer server = await RedisServer.StartAsync(Cancel);
        await using var form = new RedisForm([server], "test");
        IHubStorage storage = await form.OpenAsync();
        FeedSequencer first = await BeginAsync(storage, "one");
        FeedReplica early = new(City, Schedule.Empty, await form.OpenAsync(), Form);
        await TellAsync(storage, 0, 1);
        await TellAsync(storage, 1, 1);
        await first.StepAsync(Cancel);
        await first.SaveAsync(Cancel);
        await TellAsync(storage, 0, 2);
        await first.StepAsync(Cancel);
        await form.KillAndRestartAsync(storage);
        List<long> seen = await FollowAsync(early);

        IHubStorage other = await form.OpenAsync();
        await form.ExpireAsync(Encoder);
        await TellAsync(storage, 1, 2);
        FeedSequencer second = await BeginAsync(other, "two");
        await Assert.ThrowsAsync<LeaseLostException>(() => first.StepAsync(Cancel));
        await second.StepAsync(Cancel);
        seen.AddRange(await FollowAsync(early));
        FeedReplica late = new(City, Schedule.Empty, await form.OpenAsync(), Form);
        await FollowAsync(late);
        Assert.Equal([1, 2, 3], seen);
        Assert.Equal((first.Epoch, first.Epoch), (early.Epoch, late.Epoch));
        Assert.Equal(["bus-0-1", "bus-0-2", "bus-1-1", "bus-1-2"], early.Current.Vehicles.Select(v => v.Id.ToString()));
        Assert.Equal(early.Current.Vehicles.Select(v => v.Id), late.Current.Vehicles.Select(v => v.Id));
        Assert.Equal(early.Current.Sequence, late.Current.Sequence);
    }

    private static async Task<FeedSequencer> BeginAsync(IHubStorage storage, string owner)
    {
        Lease lease = (await storage.Leases.TryAcquireAsync(Encoder, owner, Hour, Cancel))!;
        var sequencer = new FeedSequencer(City, Schedule.Empty, 2, storage, Form, lease, 100);
        await sequencer.BeginAsync("epoch-" + owner, Cancel);
        return sequencer;
    }

    private static async Task TellAsync(IHubStorage storage, int shard, int number)
    {
        Lease lease = (await storage.Leases.TryAcquireAsync(LeaseName.OfShard(ShardId.From(City, shard)), "shard", Hour, Cancel))!;
        await storage.Changes.AppendAsync(number, Write(Told(number == 1, [$"bus-{shard}-{number}"])), lease, Cancel);
    }

    private static async Task<List<long>> FollowAsync(FeedReplica replica)
    {
        List<long> seen = [];
        FeedStates found;
        while ((found = await replica.FollowAsync(Cancel)).States.Count > 0)
        {
            seen.AddRange(found.States.Select(s => s.Sequence));
        }

        return seen;
    }

    private static byte[] Write(ShardChanges changes) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{changes.IsWhole} {string.Join(' ', changes.Vehicles.Changed.Select(v => v.Id))}"));

    private static ShardChanges Read(ReadOnlyMemory<byte> bytes)
    {
        string[] words = Encoding.UTF8.GetString(bytes.Span).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Told(bool.Parse(words[0]), words[1..]);
    }

    private static ShardChanges Told(bool isWhole, string[] vehicles) => new()
    {
        CreatedAt = Moment(1),
        ScheduleVersion = Schedule.Empty.Version,
        IsWhole = isWhole,
        Vehicles = new([.. vehicles.Select(id => new VehicleSnapshot
        {
            Id = DeviceId.Parse(id), Latitude = 13.7, Longitude = 100.5, MeasuredAt = Moment(0), ReceivedAt = Moment(0), Phase = VehiclePhase.Unmatched,
        })], []),
    };
}
