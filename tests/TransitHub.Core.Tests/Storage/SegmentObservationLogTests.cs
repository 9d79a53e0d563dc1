using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Segments;
using TransitHub.Core.Tests.Storage.Records;
using TransitHub.Core.Time;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Storage;

public sealed class SegmentObservationLogTests : IDisposable
{
    private static readonly Timestamp Ever = new(long.MinValue);
    private readonly TempFolder folder = new();
    private readonly List<LogNotice> notices = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task What_was_appended_is_read_in_order_with_gapless_sequences_also_after_reopening()
    {
        var source = new RandomObservations(4);
        List<Observation> all = [];
        await using (SegmentObservationLog log = this.Open())
        {
            for (int i = 0; i < 20; i++)
            {
                Observation[] batch = [.. Enumerable.Range(0, i).Select(_ => source.Next())];
                Assert.Equal(all.Count + 1, await log.AppendAsync(batch, Cancel));
                all.AddRange(batch);
                Assert.Equal(all.Count, log.LastSequence);
            }

            Assert.Equal(Numbered(all), log.Read(Ever, Cancel));
        }

        await using SegmentObservationLog again = this.Open();
        Assert.Equal(all.Count, again.LastSequence);
        Assert.Equal(Numbered(all), again.Read(Ever, Cancel));
        Assert.Equal(all.Count + 1, await again.AppendAsync([source.Next()], Cancel));
        Assert.Empty(this.notices);
    }

    [Fact]
    public async Task Reading_starts_with_the_first_record_received_at_or_after_the_moment()
    {
        await using SegmentObservationLog log = await this.FilledAsync(segments: 5, from: 0);
        List<LoggedRecord> all = [.. log.Read(Ever, Cancel)];
        foreach (double moment in new[] { -1.0, 0, 1, 500, 500.5, 1999, 5000 })
        {
            Assert.Equal(all.SkipWhile(r => r.Observation.ReceivedAt < Moment(moment)), log.Read(Moment(moment), Cancel));
        }
    }

    [Fact]
    public async Task A_clock_of_the_hub_that_was_set_back_hides_nothing()
    {
        await using SegmentObservationLog log = await this.FilledAsync(segments: 2, from: 1000);
        long before = log.LastSequence;
        await log.AppendAsync([Avl(500, 500)], Cancel);
        await log.AppendAsync([Avl(10_000, 10_000)], Cancel);
        Assert.Equal([before + 1, before + 2], log.Read(Moment(1000), Cancel).TakeLast(2).Select(r => r.Sequence));
    }

    [Fact]
    public async Task Segments_are_closed_at_their_size_and_named_by_their_first_sequence()
    {
        await using SegmentObservationLog log = await this.FilledAsync(segments: 3, from: 0);
        string[] files = this.folder.Segments;
        Assert.All(files, f => Assert.InRange(new FileInfo(f).Length, 1, 65_536));
        List<long> firsts = [.. files.Select(f => long.Parse(Path.GetFileNameWithoutExtension(f), null))];
        Assert.Equal(1, firsts[0]);
        await using FileStream second = File.OpenRead(files[1]);
        byte[] header = new byte[SegmentHeader.Size];
        second.ReadExactly(header);
        Assert.True(SegmentHeader.TryRead(header, out SegmentHeader read));
        Assert.Equal(firsts[1], read.FirstSequence);
    }

    [Fact]
    public async Task The_oldest_segments_are_removed_by_size_and_the_newest_never()
    {
        await using (SegmentObservationLog log = await this.FilledAsync(segments: 6, from: 0, new() { SegmentBytes = 65_536, RetainBytes = 200_000 }))
        {
            Assert.InRange(this.folder.Segments.Sum(f => new FileInfo(f).Length), 131_072, 200_000);
            Assert.Equal(log.LastSequence, log.Read(Ever, Cancel).Last().Sequence);
            Assert.True(log.Read(Ever, Cancel).First().Sequence > 1);
        }

        Assert.Contains(this.notices, n => n.Kind == LogNoticeKind.Removed && n.File.EndsWith("00000000000000000001.log", StringComparison.Ordinal));
        await using SegmentObservationLog smaller = this.Open(new() { SegmentBytes = 65_536, RetainBytes = 131_072, RetainHours = 1 });
        Assert.Equal(2, this.folder.Segments.Length);
    }

    [Fact]
    public async Task Segments_whose_newest_record_is_too_old_are_removed()
    {
        ObservationLogOptions day = new() { SegmentBytes = 65_536, RetainHours = 24 };
        await using (await this.FilledAsync(segments: 3, from: 0, day))
        {
        }

        long kept;
        await using (SegmentObservationLog log = await this.FilledAsync(segments: 2, from: 20 * 3600, day))
        {
            Assert.Empty(this.notices);
            kept = log.LastSequence;
        }

        await using SegmentObservationLog later = await this.FilledAsync(segments: 2, from: 40 * 3600, day);
        LoggedRecord first = later.Read(Ever, Cancel).First();
        Assert.True(first.Observation.ReceivedAt < Moment(20 * 3600 + 1000) && first.Sequence <= kept);
        Assert.NotEmpty(this.notices);
        Assert.All(this.notices, n => Assert.Equal(LogNoticeKind.Removed, n.Kind));
    }

    [Fact]
    public async Task Two_hubs_never_write_one_folder()
    {
        await using (this.Open())
        {
            IOException error = Assert.Throws<IOException>(() => this.Open());
            Assert.Contains(this.folder.Path, error.Message, StringComparison.Ordinal);
            Assert.Contains("another hub", error.Message, StringComparison.Ordinal);
        }

        await using SegmentObservationLog free = this.Open();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_with_the_remedy()
    {
        string file = Path.Combine(this.folder.Path, "file");
        File.WriteAllText(file, string.Empty);
        IOException error = Assert.Throws<IOException>(() => SegmentObservationLog.Open(Path.Combine(file, "log"), new()));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_settings_are_out_of_range() =>
        Assert.Contains(
            "RetainBytes must be at least twice SegmentBytes",
            Assert.Throws<ArgumentException>(() => this.Open(new() { RetainBytes = 1 })).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_log_that_is_being_written_can_be_read_by_others()
    {
        await using SegmentObservationLog log = await this.FilledAsync(segments: 2, from: 0);
        Assert.Equal(log.Read(Ever, Cancel), ObservationLogReader.Read(this.folder.Path, Ever, null, Cancel));
    }

    [Fact]
    public async Task A_removed_file_leaves_a_gap_that_is_told()
    {
        await using (await this.FilledAsync(segments: 3, from: 0))
        {
        }

        File.Delete(this.folder.Segments[1]);
        await using SegmentObservationLog log = this.Open();
        Assert.Equal(log.LastSequence, log.Read(Ever, Cancel).Last().Sequence);
        Assert.Contains("are missing before", Assert.Single(this.notices, n => n.Kind == LogNoticeKind.Gap).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_is_named_by_the_feed() =>
        Assert.Equal(Path.Combine("data", "bmta", "log"), SegmentObservationLog.FolderOf("data", FeedId.Parse("bmta")));

    [Fact]
    public async Task A_second_append_before_the_first_ended_is_a_bug_and_says_so()
    {
        using var gate = new ManualResetEventSlim();
        await using SegmentObservationLog log = SegmentObservationLog.Open(
            this.folder.Path, new(), null, path => new FaultySegmentFile(path) { BeforeFlush = gate.Wait });
        ValueTask<long> first = log.AppendAsync([Avl(0, 0)], Cancel);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await log.AppendAsync([Avl(1, 1)], Cancel));
        gate.Set();
        Assert.Equal(1, await first);
    }

    private static IEnumerable<LoggedRecord> Numbered(IEnumerable<Observation> observations) =>
        observations.Select((o, i) => new LoggedRecord(i + 1, o));

    private SegmentObservationLog Open(ObservationLogOptions? options = null) =>
        SegmentObservationLog.Open(this.folder.Path, options ?? new() { SegmentBytes = 65_536 }, this.notices.Add);

    /// <summary>A log with as many more segments, a record every tenth of a second.</summary>
    private async Task<SegmentObservationLog> FilledAsync(int segments, double from, ObservationLogOptions? options = null)
    {
        SegmentObservationLog log = this.Open(options);
        int begun = 0;
        string? newest = this.folder.Segments.LastOrDefault();
        for (double at = from; begun < segments; at += 10)
        {
            await log.AppendAsync([.. Enumerable.Range(0, 100).Select(i => Avl(at + (i / 10.0), at, device: "bus-" + i))], Cancel);
            begun += this.folder.Segments[^1] == newest ? 0 : 1;
            newest = this.folder.Segments[^1];
        }

        return log;
    }
}
