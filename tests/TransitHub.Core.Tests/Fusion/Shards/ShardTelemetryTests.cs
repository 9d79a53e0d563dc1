using System.Diagnostics;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Tests.Observations;
using TransitHub.Testing;

namespace TransitHub.Core.Tests.Fusion.Shards;

/// <summary>Observations that are followed through a shard.</summary>
public sealed class ShardTelemetryTests : IAsyncDisposable
{
    private readonly ShardDesk desk = new();

    public ValueTask DisposeAsync() => this.desk.DisposeAsync();

    [Fact]
    public void A_state_has_the_same_bytes_whether_its_observations_are_followed_or_not()
    {
        byte[] plain = this.StateOf(trace: null);
        Assert.Equal(plain, this.StateOf(NewTrace()));
    }

    [Fact]
    public async Task An_owner_writes_the_stages_of_what_it_publishes_and_the_next_one_none_of_them_again()
    {
        using var spans = new SpanLog(ObservationTracing.SourceName);
        ObservationTrace trace = NewTrace();
        await this.desk.TakeOverAsync();
        await this.PassAsync(null);
        await this.PassAsync(trace);
        await this.PassAsync(null);
        Activity[] written = spans.Of(trace.Context);
        Assert.Equal([StageName.Gate, StageName.Fuse, StageName.State], written.Select(s => s.OperationName));
        Assert.Equal("accepted", written[0].GetTagItem(ObservationTracing.VerdictAttribute));
        Assert.All(written, s => Assert.Equal((trace.Context.SpanId, "city"), (s.ParentSpanId, (string?)s.GetTagItem(ObservationTracing.FeedAttribute))));

        long read = this.desk.Progress.Records;
        await this.desk.TakeOverAsync();
        await this.PassAsync(null);
        Assert.True(this.desk.Progress.Records - read > 1, "it has read the log again");
        Assert.Equal(3, spans.Of(trace.Context).Length);
    }

    [Fact]
    public async Task What_an_owner_had_not_published_when_it_was_killed_the_next_one_writes()
    {
        using var spans = new SpanLog(ObservationTracing.SourceName);
        ObservationTrace trace = NewTrace();
        await this.desk.TakeOverAsync();
        await this.PassAsync(null);
        this.desk.BeforePublishing = () => throw new IOException("killed");
        await Assert.ThrowsAsync<IOException>(() => this.PassAsync(trace));
        Assert.Empty(spans.Of(trace.Context));

        this.desk.BeforePublishing = null;
        await this.desk.TakeOverAsync();
        await this.PassAsync(null);
        Assert.Equal([StageName.Gate, StageName.Fuse, StageName.State], spans.Of(trace.Context).Select(s => s.OperationName));
    }

    [Fact]
    public async Task A_refused_one_is_followed_to_the_gate()
    {
        using var spans = new SpanLog(ObservationTracing.SourceName);
        ObservationTrace trace = NewTrace();
        await this.desk.TakeOverAsync();
        await this.PassAsync(null);
        this.desk.Receive(this.Report() with { Latitude = 91, Trace = trace });
        await this.PassAsync(null);
        Assert.Equal("out_of_range", Assert.Single(spans.Of(trace.Context)).GetTagItem(ObservationTracing.VerdictAttribute));
    }

    private static ObservationTrace NewTrace() => new(SpanLog.NewTrace(), default);

    private byte[] StateOf(ObservationTrace? trace)
    {
        var machine = new ShardMachine(this.desk.Site.Setup);
        for (int i = 0; i < 20; i++)
        {
            machine.Take(new LoggedRecord((2 * i) + 1, Reports.Avl(i, i, north: i) with { Trace = trace }));
            machine.Take(new LoggedRecord((2 * i) + 2, TimerTick.At(Reports.Moment(i))));
        }

        return machine.Save();
    }

    private AvlReport Report()
    {
        double now = (this.desk.Clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0) - Reports.Start;
        return Reports.Avl(now, now, north: now, device: "bus-1");
    }

    private async Task PassAsync(ObservationTrace? trace)
    {
        this.desk.Receive(this.Report() with { Trace = trace });
        await this.desk.PassAsync(0.5);
    }
}
