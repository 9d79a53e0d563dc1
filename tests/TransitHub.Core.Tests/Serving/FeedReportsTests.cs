using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Serving;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.States;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Serving;

public sealed class FeedReportsTests : IDisposable
{
    private static readonly FeedId City = FeedId.Parse("city");
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_772_400_000);
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-test-").FullName;
    private readonly LocalStorage storage;
    private readonly List<ShardReport> reports = [];
    private readonly List<ShardDetails> details = [];

    public FeedReportsTests() => this.storage = new LocalStorage(this.folder, new ObservationLogOptions(), TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Has_of_each_device_what_its_shard_has_and_the_sums_of_all()
    {
        ShardMachine[] machines = [NewMachine(0), NewMachine(1)];
        Feed(machines[0], Position("bus-1", 0, 13.75), Position("bus-1", 1, 91), Count("counter", 300, 40), Count("counter", 600, 2));
        Feed(machines[1], Position("bus-2", 0, 13.75), Position("bus-2", 2, 13.7501));
        FeedReports merged = this.NewReports();
        await merged.RefreshAsync(Cancel);
        Assert.False(merged.IsComplete);
        await this.ReportAsync(0, machines[0], hasDetails: true);
        await merged.RefreshAsync(Cancel);
        Assert.False(merged.IsComplete);
        Assert.Equal([true, false], merged.Shards.Select(r => r is not null));
        await this.ReportAsync(1, machines[1], hasDetails: true);
        await merged.RefreshAsync(Cancel);
        Assert.True(merged.IsComplete);
        Assert.Equal(new IntakeCounters(6, 5, 1, 0, 0, 0), merged.Counters);
        Assert.Equal((3, 2), (merged.AcceptedOf(ObservationKind.Avl), merged.AcceptedOf(ObservationKind.Count)));
        Assert.Equal(machines.Sum(m => m.Counters.Processed), merged.Fusion.Processed);
        Assert.Equal(["bus-1", "bus-2", "counter"], merged.DeviceIds.Select(d => d.ToString()));
        foreach (ShardMachine machine in machines)
        {
            Assert.All(machine.Devices.List(), device => Assert.Equivalent(device, merged.FindDevice(device.Device), strict: true));
            Assert.All(machine.Ledger.List(), reason => Assert.Equal(machine.Ledger.SamplesOf(reason.Key), merged.Ledger.SamplesOf(reason.Key)));
        }

        var counter = DeviceId.Parse("counter");
        Assert.Equivalent(machines[0].Counting.Ledger.Read(counter, default), merged.Counting.Ledger.Read(counter, default), strict: true);
        Assert.Equal(42, merged.Counting.Ledger.GrandTotal);
    }

    [Fact]
    public async Task Small_figures_go_on_between_two_lists_and_what_was_read_stands_while_nothing_new_is_told()
    {
        ShardMachine machine = NewMachine(0);
        Feed(machine, Position("bus-1", 0, 13.75));
        await this.ReportAsync(0, machine, hasDetails: true);
        FeedReports merged = this.NewReports();
        await merged.RefreshAsync(Cancel);
        Feed(machine, Position("bus-9", 1, 13.75), Position("bus-9", 2, 91));
        await this.ReportAsync(0, machine, hasDetails: false);
        await merged.RefreshAsync(Cancel);
        Assert.Equal(2, merged.Counters.Accepted);
        Assert.Equal(1, merged.Ledger.List().Single(r => r.Key.Stage() == "gate").Value);
        Assert.Equal(["bus-1"], merged.DeviceIds.Select(d => d.ToString()));
        await this.ReportAsync(0, machine, hasDetails: true);
        await merged.RefreshAsync(Cancel);
        Assert.Equal(["bus-1", "bus-9"], merged.DeviceIds.Select(d => d.ToString()));
    }

    [Fact]
    public async Task A_report_of_a_later_form_is_told_and_what_was_read_stands()
    {
        ShardMachine machine = NewMachine(0);
        Feed(machine, Position("bus-1", 0, 13.75));
        await this.ReportAsync(0, machine, hasDetails: true);
        FeedReports merged = this.NewReports();
        await merged.RefreshAsync(Cancel);
        await this.SaveAsync(0, ReportForm.Name, new StoredState(ReportForm.Schema + 1, 9, new byte[] { 9 }));
        await Assert.ThrowsAsync<NewerFormatException>(() => merged.RefreshAsync(Cancel));
        Assert.Equal(1, merged.Counters.Accepted);
    }

    public void Dispose() => Directory.Delete(this.folder, recursive: true);

    private static ShardMachine NewMachine(int shard) => new(new ShardSetup(ShardId.From(City, shard), 2, Schedule.Empty, new FeedRuntimeOptions()));

    private static void Feed(ShardMachine machine, params Observation[] observations)
    {
        foreach (Observation observation in observations)
        {
            machine.Take(new LoggedRecord(machine.Sequence + 1, observation));
        }
    }

    private static AvlReport Position(string bus, int second, double latitude) => new()
    {
        Device = DeviceId.Parse(bus), ReceivedAt = Start.AddSeconds(second), MeasuredAt = Start.AddSeconds(second), Latitude = latitude, Longitude = 100.5,
    };

    private static TrafficCount Count(string device, int until, long count) => new()
    {
        Device = DeviceId.Parse(device), ReceivedAt = Start.AddSeconds(until), Channel = "line", Class = "car", From = Start.AddSeconds(until - 300), To = Start.AddSeconds(until), Count = count,
    };

    private FeedReports NewReports() => new(
        City, Schedule.Empty, 2, this.storage,
        new ReportForm(r => Number(this.reports, r), b => this.reports[b.Span[0]], d => Number(this.details, d), b => this.details[b.Span[0]]), null, 5);

    private static byte[] Number<T>(List<T> list, T value)
    {
        list.Add(value);
        return [(byte)(list.Count - 1)];
    }

    private async Task ReportAsync(int shard, ShardMachine machine, bool hasDetails)
    {
        if (hasDetails)
        {
            var of = ShardDetails.Of(machine, Start.AddSeconds(this.details.Count + 1));
            await this.SaveAsync(shard, ReportForm.DetailsName, new StoredState(ReportForm.Schema, machine.Sequence, Number(this.details, of)));
        }

        var report = ShardReport.Of(machine, new ShardProgress(), Start, this.details[^1].At);
        await this.SaveAsync(shard, ReportForm.Name, new StoredState(ReportForm.Schema, machine.Sequence, Number(this.reports, report)));
    }

    private async Task SaveAsync(int shard, string name, StoredState state)
    {
        Lease lease = (await this.storage.Leases.TryAcquireAsync(LeaseName.OfShard(ShardId.From(City, shard)), "shard", TimeSpan.FromHours(1), Cancel))!;
        await this.storage.States.SaveAsync(name, state, lease, Cancel);
    }
}
