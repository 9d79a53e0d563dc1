using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;

namespace TransitHub.Core.Tests.Fusion.Shards;

/// <summary>What a shard learned outlives the static feed that it learned it on.</summary>
public sealed class ShardHistoryTests : IAsyncDisposable
{
    private readonly ShardDesk desk = new();
    private readonly StreetScene first = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3, 4]);
    private readonly StreetScene second = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3, 4]).Trip("U", "09:00:00", [0, 1, 2, 3, 4]);

    public ValueTask DisposeAsync() => this.desk.DisposeAsync();

    [Fact]
    public async Task A_new_static_feed_begins_with_what_was_learned_though_the_log_is_gone()
    {
        byte[] learned = await this.LearnAsync();
        this.desk.Log.Clear();

        this.Set(this.second);
        await this.desk.TakeOverAsync();

        Assert.Equal(learned, this.desk.Work.Machine.EncodeHistory());
        Assert.NotEqual(new ShardMachine(this.desk.Site.Setup).EncodeHistory(), learned);
    }

    [Fact]
    public async Task What_stands_in_the_log_as_well_is_learned_once_and_two_owners_come_to_the_same_bytes()
    {
        byte[] learned = await this.LearnAsync();
        this.Set(this.second);
        await this.desk.TakeOverAsync();

        // The first is killed before it came to the end of the log.
        await this.desk.TakeOverAsync();
        await this.desk.PassAsync();
        byte[] kept = this.desk.Work.Machine.Save();
        var other = new ShardMachine(this.desk.Site.Setup);
        Assert.True(other.TryLearn(learned));
        foreach (LoggedRecord record in this.desk.Log.Where(r => r.Sequence <= this.desk.Work.Machine.Sequence))
        {
            other.Take(record);
        }

        Assert.Equal(learned, this.desk.Work.Machine.EncodeHistory());
        Assert.Equal(other.EncodeHistory(), this.desk.Work.Machine.EncodeHistory());
        var without = new ShardMachine(this.desk.Site.Setup);
        foreach (LoggedRecord record in this.desk.Log.Where(r => r.Sequence <= this.desk.Work.Machine.Sequence))
        {
            without.Take(record);
        }

        // A state names the history that it began with.
        other.ContinueAfter(this.desk.Published.Count);
        Assert.Equal(other.Save(), kept);
        without.ContinueAfter(this.desk.Published.Count);
        Assert.NotEqual(without.Save(), kept);
    }

    private void Set(StreetScene scene) => this.desk.Site = this.desk.Site with { Setup = this.desk.Site.Setup with { Schedule = scene.Schedule } };

    private async Task<byte[]> LearnAsync()
    {
        this.Set(this.first);
        await this.desk.TakeOverAsync();
        await this.desk.PassAsync();
        foreach (AvlReport report in StreetScene.MakeDrive("bus", "08:00:00", 0, "08:08:00", 4000, "T"))
        {
            this.desk.Receive(report);
        }

        await this.desk.PassAsync();
        this.desk.Work.Finish();
        return this.desk.Work.Machine.EncodeHistory();
    }
}
