using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Fusion.Shards;

public sealed class ShardIngestWriterTests
{
    private static readonly FeedId City = FeedId.Parse("city");

    private readonly HeldLog[] logs = [new(), new()];
    private readonly FakeTimeProvider clock = new();
    private readonly ObservationIntake intake = new(City, new RejectionLedger(), new IntakeOptions());
    private readonly ShardIngestWriter writer;

    public ShardIngestWriterTests() =>
        this.writer = new(this.intake, this.logs.Length, (shard, _) => ValueTask.FromResult<IObservationLog>(this.logs[shard.Number]), this.clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Brings_each_device_into_the_log_of_its_shard_in_order()
    {
        Task running = this.writer.RunAsync(CancellationToken.None);
        AvlReport[] reports = [.. Enumerable.Range(0, 200).Select(i => Avl(i, i, device: DeviceOf(i % 10)))];
        Task settled = await this.intake.EnqueueAsync(reports, Cancel);
        await settled.WaitAsync(Cancel);
        this.writer.Finish();
        await running.WaitAsync(Cancel);

        foreach (int shard in new[] { 0, 1 })
        {
            Assert.Equal(reports.Where(r => ShardId.Of(City, r.Device, 2).Number == shard), this.logs[shard].Read(default, Cancel).Select(r => r.Observation));
        }

        Assert.Equal(200, this.intake.Counters.Accepted);
    }

    [Fact]
    public async Task Faults_what_a_failing_log_does_not_take_with_all_behind_it_and_goes_on()
    {
        var hold = new TaskCompletionSource();
        (string well, string sick) = (DeviceIn(0), DeviceIn(1));
        this.logs[1].Hold = hold;
        this.logs[1].Failure = new IOException("full");
        Task running = this.writer.RunAsync(CancellationToken.None);
        Task first = await this.intake.EnqueueAsync([Avl(0, 0, device: sick)], Cancel);
        await this.logs[1].Entered.Task.WaitAsync(Cancel);
        Task behind = await this.intake.EnqueueAsync([Avl(1, 1, device: well)], Cancel);
        hold.SetResult();
        Assert.Equal("full", (await Assert.ThrowsAsync<IOException>(() => first.WaitAsync(Cancel))).Message);
        await Assert.ThrowsAsync<IOException>(() => behind.WaitAsync(Cancel));

        this.logs[1].Failure = null;
        Task again = await this.intake.EnqueueAsync([Avl(0, 0, device: sick), Avl(1, 1, device: well)], Cancel);
        while (!again.IsCompleted)
        {
            // It pauses after a failure.
            this.clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await again;
        this.writer.Finish();
        await running.WaitAsync(Cancel);
        Assert.Null(this.writer.Problem);
        Assert.Single(this.logs[0].Appends);
        Assert.Single(this.logs[1].Appends);
        Assert.Equal(new IntakeCounters(4, 2, 0, 0, 2, 0), this.intake.Counters);
    }

    [Fact]
    public async Task Settles_what_other_shards_took_while_one_fails()
    {
        (string well, string sick) = (DeviceIn(0), DeviceIn(1));
        this.logs[1].Failure = new IOException("full");
        Task good = await this.intake.EnqueueAsync([Avl(0, 0, device: well)], Cancel);
        Task bad = await this.intake.EnqueueAsync([Avl(0, 0, device: sick)], Cancel);
        Task running = this.writer.RunAsync(CancellationToken.None);

        await good.WaitAsync(Cancel);
        await Assert.ThrowsAsync<IOException>(() => bad.WaitAsync(Cancel));
        this.writer.Finish();
        while (!running.IsCompleted)
        {
            this.clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await running;
        Assert.Equal("full", this.writer.Problem);
        Assert.Equal(new IntakeCounters(2, 1, 0, 0, 1, 0), this.intake.Counters);
    }

    private static string DeviceOf(int number) => $"bus-{number}";

    private static string DeviceIn(int shard) => Enumerable.Range(0, 100).Select(DeviceOf).First(d => ShardId.Of(City, DeviceId.Parse(d), 2).Number == shard);
}
