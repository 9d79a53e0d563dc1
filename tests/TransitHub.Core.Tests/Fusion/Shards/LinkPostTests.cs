using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Tests.Observations;

namespace TransitHub.Core.Tests.Fusion.Shards;

/// <summary>What a shard tells the others of links.</summary>
public sealed class LinkPostTests : IAsyncDisposable
{
    private static readonly ShardId Other = ShardId.From(ShardDesk.Shard.Feed, 1);
    private readonly ShardDesk desk = new();

    public LinkPostTests()
    {
        Func<ShardMachine, LoggedRecord, ShardOutput?> take = this.desk.Site.Take;
        this.desk.Site = this.desk.Site with
        {
            Setup = this.desk.Site.Setup with { Shards = 2 },
            Take = (machine, record) => take(machine, record) is { } output ? output with { Links = [new LinkTraversal(7, 0, 0, 60, 50, output.State.Sequence)] } : null,
        };
    }

    public ValueTask DisposeAsync() => this.desk.DisposeAsync();

    [Fact]
    public async Task Each_state_tells_the_other_shards_once_what_counts()
    {
        await this.desk.TakeOverAsync();
        await this.RunAsync(4);
        this.desk.BeforePublishing = () => throw new IOException("killed");
        await Assert.ThrowsAsync<IOException>(() => this.RunAsync(4));
        this.desk.BeforePublishing = null;
        await this.desk.TakeOverAsync();
        await this.RunAsync(4);
        List<LinkTraversals> told = [.. this.desk.Storage.Of(Other).Select(r => (LinkTraversals)r.Observation)];
        Assert.All(told, t => Assert.Equal((0, t.FromState), (t.FromShard, (long)Assert.Single(t.Traversals).At)));

        // The one that was told before the kill is told again under the same number, and counts once.
        Assert.Equal(this.desk.Published.Count + 1, told.Count);
        var heard = new HeardShards();
        Assert.Equal(Enumerable.Range(1, this.desk.Published.Count).Select(n => (long)n), told.Where(heard.IsNew).Select(t => t.FromState));
    }

    [Fact]
    public async Task A_log_that_takes_nothing_goes_without_and_the_shard_goes_on()
    {
        this.desk.Storage.Full = Other;
        await this.desk.TakeOverAsync();
        await this.RunAsync(8);
        Assert.Equal(8, this.desk.Published.Count);
        Assert.Equal(8, this.desk.Progress.LinksLeftOut);
        Assert.Single(this.desk.Notices, n => n.Contains("The log is full", StringComparison.Ordinal));
        this.desk.Storage.Full = null;
        this.desk.Clock.Advance(TimeSpan.FromSeconds(2));
        await this.RunAsync(2);
        Assert.Empty(this.desk.Storage.Of(Other));
        for (int second = 0; second < 10; second++)
        {
            await this.desk.PassAsync(1);
        }

        await this.RunAsync(1);
        Assert.NotEmpty(this.desk.Storage.Of(Other));
    }

    private async Task RunAsync(int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            double now = (this.desk.Clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0) - Reports.Start;
            this.desk.Receive(Reports.Avl(now, now));
            await this.desk.PassAsync();
        }
    }
}
