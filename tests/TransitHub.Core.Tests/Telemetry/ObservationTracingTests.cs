using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Tests.Fusion;
using TransitHub.Core.Tests.Observations;
using TransitHub.Testing;

namespace TransitHub.Core.Tests.Telemetry;

public sealed class ObservationTracingTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(Reports.Start));
    private readonly SpanLog spans = new(ObservationTracing.SourceName);

    public void Dispose() => this.spans.Dispose();

    [Fact]
    public async Task What_many_did_together_is_in_each_ones_trace_and_linked()
    {
        ActivityContext[] traces = [SpanLog.NewTrace(), SpanLog.NewTrace(), SpanLog.NewTrace()];
        var intake = new ObservationIntake(FeedId.Parse("f"), new RejectionLedger(), new IntakeOptions());
        for (int i = 0; i < traces.Length; i++)
        {
            await intake.EnqueueAsync(
                [Reports.Avl(0, 0, device: "bus-" + i) with { Trace = this.TraceOf(traces[i]) }, Reports.Avl(0, 0, device: "boat-" + i)], TestContext.Current.CancellationToken);
        }

        intake.Close(new IOException("done"), failQueued: false);
        await using var log = new HeldLog();
        await new IngestWriter(intake, new ObservationGate(new GateOptions(), null), log, new DeviceTable(10), static (_, _) => ValueTask.CompletedTask, this.clock).RunAsync();

        Assert.Equal([6], log.Appends);
        Activity[] appends = [.. traces.Select(t => Assert.Single(this.spans.Of(t), s => s.OperationName == StageName.Append))];
        Assert.All(appends, s => Assert.Equal(6, s.GetTagItem(ObservationTracing.BatchSizeAttribute)));
        Assert.Equal(traces.Select(t => t.SpanId), appends.Select(s => s.ParentSpanId));
        Assert.Equal(traces[1..], appends[0].Links.Select(l => l.Context));
        Assert.All(appends[1..], s => Assert.Equal(appends[0].Context, Assert.Single(s.Links).Context));
    }

    [Fact]
    public void A_span_leaves_no_trace_in_what_runs_around_it()
    {
        using var around = new Activity("around");
        around.Start();

        ObservationTracing.Write(StageName.Gate, this.TraceOf(SpanLog.NewTrace()), this.clock.GetUtcNow(), this.clock.GetUtcNow());

        Assert.Same(around, Activity.Current);
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", false)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false)]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false)]
    [InlineData("0af7651916cd43dd8448eb211c80319c", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Takes_a_senders_trace_only_when_it_is_one_and_recorded(string? text, bool isTaken)
    {
        Assert.Equal(isTaken, TraceParent.TryReadSampled(text, out ActivityContext context));
        if (isTaken)
        {
            Assert.Equal(text, TraceParent.Text(context));
        }
    }

    [Fact]
    public void Follows_no_more_messages_in_a_second_than_the_limit_and_counts_the_others()
    {
        var sampling = new TraceSampling(0, 3, this.clock);
        string wanted = TraceParent.Text(SpanLog.NewTrace());

        Assert.Equal(3, Enumerable.Range(0, 10).Count(i => sampling.TryBegin(wanted, out ActivityContext _)));
        Assert.Equal(7, sampling.PassedOver);
        this.clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(sampling.TryBegin(wanted, out ActivityContext parent));
        Assert.Equal(wanted, TraceParent.Text(parent));
        Assert.False(sampling.TryBegin(null, out _));
    }

    [Fact]
    public void Draws_the_share_that_is_asked_for()
    {
        var sampling = new TraceSampling(0.02, 10_000, this.clock);

        Assert.InRange(Enumerable.Range(0, 100_000).Count(i => sampling.TryBegin(null, out ActivityContext _)), 1_800, 2_200);
        Assert.True(new TraceSampling(1, 1, this.clock).TryBegin(null, out _));
    }

    [Fact]
    public void What_is_not_followed_allocates_nothing()
    {
        FeedId feed = FeedId.Parse("f");
        var sampling = new TraceSampling(1e-12, 20, this.clock);
        var ingest = new IngestTelemetry(feed, TimeProvider.System);
        var fusion = new FusionTelemetry(feed, new FollowedStates(), TimeProvider.System);
        Observation[] batch = [.. Enumerable.Range(0, 100).Select(i => Reports.Avl(i, i))];
        var submissions = new List<IntakeSubmission> { new([Reports.Avl(0, 0)], isAwaited: false) };
        Pass(1000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Pass(2_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pass(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                sampling.TryBegin(null, out _);
                ingest.BeginAppend();
                ingest.EndAppend(batch);
                ingest.Settled(submissions);
                fusion.Begin();
                fusion.EndBatch(batch, 0);
                fusion.Begin();
                fusion.EndState(i);
            }
        }
    }

    private ObservationTrace TraceOf(ActivityContext context) => new(context, this.clock.GetUtcNow());
}
