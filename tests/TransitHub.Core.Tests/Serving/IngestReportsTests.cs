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

/// <summary>What ingest processes refuse before the logs, on its way to those who serve.</summary>
public sealed class IngestReportsTests : IDisposable
{
    private static readonly FeedId City = FeedId.Parse("city");
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-test-").FullName;
    private readonly LocalStorage storage;

    public IngestReportsTests() => this.storage = new LocalStorage(this.folder, new ObservationLogOptions(), TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(this.folder, recursive: true);

    [Fact]
    public async Task Of_all_processes_the_sums_and_the_newest_samples_are_told()
    {
        var one = new Process(this.storage, "one");
        var two = new Process(this.storage, "two");
        one.Refuse(RejectionReason.MalformedPayload, 2);
        one.Directory.Unrouted.Add(At(9), RejectionReason.UnknownFeed, "bus", "the hub serves no feed 'town'");
        two.Refuse(RejectionReason.MalformedPayload, 70);
        two.Refuse(RejectionReason.TooManyDevices, 1);
        await one.Reporter.TellAsync(Cancel);
        await two.Reporter.TellAsync(Cancel);

        var reports = new IngestReports(this.storage);
        await reports.RefreshAsync(Cancel);
        IngestTally sum = reports.Find(City)!;
        Assert.Equal([(RejectionReason.MalformedPayload, 72L), (RejectionReason.TooManyDevices, 1L)], sum.Reasons.Select(r => (r.Reason, r.Count)));
        Assert.Equal(RejectionLedger.SamplesPerReason, sum.Samples.Count(s => s.Reason == RejectionReason.MalformedPayload));
        Assert.Equal(At(69), sum.Samples.Last(s => s.Reason == RejectionReason.MalformedPayload).At);
        Assert.Equal("bus", Assert.Single(reports.Unrouted.SamplesOf(RejectionReason.UnknownFeed)).Device);

        FeedReports feed = new(City, Schedule.Empty, 1, this.storage, ReportForm.ByNames, null, 5, reports);
        await feed.RefreshAsync(Cancel);
        Assert.Equal(72, feed.Ledger.CountOf(RejectionReason.MalformedPayload));
        Assert.Equal(RejectionLedger.SamplesPerReason, feed.Ledger.SamplesOf(RejectionReason.MalformedPayload).Count);
    }

    [Fact]
    public async Task What_a_process_told_stays_when_it_is_gone_and_the_next_one_goes_on_with_it_at_its_place()
    {
        var reports = new IngestReports(this.storage);
        for (int start = 1; start <= 5; start++)
        {
            var process = new Process(this.storage, $"start-{start}");
            process.Refuse(RejectionReason.MalformedPayload, 3);
            await process.Reporter.TellAsync(Cancel);
            process.Refuse(RejectionReason.MalformedPayload, 1);
            await process.Reporter.TellAsync(Cancel);
            await process.Reporter.TellAsync(Cancel);
            await process.Reporter.LeaveAsync();
            await reports.RefreshAsync(Cancel);
            Assert.Equal(4 * start, Assert.Single(reports.Find(City)!.Reasons).Count);
        }

        Assert.Null((await this.storage.States.ReadAsync(LeaseName.OfIngest(1), IngestReport.Name, Cancel)).State);
    }

    [Fact]
    public async Task A_process_that_has_to_go_to_another_place_tells_nothing_twice()
    {
        var one = new Process(this.storage, "one");
        one.Refuse(RejectionReason.MalformedPayload, 3);
        await one.Reporter.TellAsync(Cancel);
        await one.Reporter.LeaveAsync();
        var two = new Process(this.storage, "two");
        two.Refuse(RejectionReason.MalformedPayload, 10);
        await two.Reporter.TellAsync(Cancel);
        one.Refuse(RejectionReason.MalformedPayload, 1);
        await one.Reporter.TellAsync(Cancel);

        var reports = new IngestReports(this.storage);
        await reports.RefreshAsync(Cancel);
        Assert.Equal(14, Assert.Single(reports.Find(City)!.Reasons).Count);
    }

    [Fact]
    public async Task Who_refused_nothing_takes_no_place()
    {
        var one = new Process(this.storage, "one");
        await one.Reporter.TellAsync(Cancel);
        Assert.NotNull(await this.storage.Leases.TryAcquireAsync(LeaseName.OfIngest(0), "another", TimeSpan.FromSeconds(5), Cancel));
    }

    [Fact]
    public async Task A_report_of_a_later_form_is_told_and_what_was_read_stands()
    {
        var one = new Process(this.storage, "one");
        one.Refuse(RejectionReason.MalformedPayload, 3);
        await one.Reporter.TellAsync(Cancel);
        await one.Reporter.LeaveAsync();
        var reports = new IngestReports(this.storage);
        await reports.RefreshAsync(Cancel);
        Lease lease = (await this.storage.Leases.TryAcquireAsync(LeaseName.OfIngest(0), "newer", TimeSpan.FromHours(1), Cancel))!;
        await this.storage.States.SaveAsync(IngestReport.Name, new StoredState(IngestReport.Schema + 1, 99, new byte[] { 9 }), lease, Cancel);
        await Assert.ThrowsAsync<NewerFormatException>(() => reports.RefreshAsync(Cancel));
        Assert.Equal(3, Assert.Single(reports.Find(City)!.Reasons).Count);
    }

    private static Timestamp At(int second) => Timestamp.FromUnixSeconds(1_772_400_000 + second);

    private sealed class Process
    {
        private readonly ObservationIntake intake = new(City, new RejectionLedger(), new IntakeOptions());

        public Process(IHubStorage storage, string owner)
        {
            this.Directory.Add(this.intake);
            this.Reporter = new IngestReporter(this.Directory, storage, owner, TimeProvider.System);
        }

        public IntakeDirectory Directory { get; } = new();

        public IngestReporter Reporter { get; }

        public void Refuse(RejectionReason reason, int times)
        {
            for (int i = 0; i < times; i++)
            {
                this.intake.Ledger.Add(At(i), reason, "bus", "");
            }
        }
    }
}
