using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Segments;
using TransitHub.Core.Time;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Storage;

/// <summary>What power cuts, full disks and rotten bits leave behind.</summary>
public sealed class TornLogTests : IDisposable
{
    private static readonly Timestamp Ever = new(long.MinValue);
    private readonly TempFolder folder = new();
    private readonly List<LogNotice> notices = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Segment => this.folder.Segments[^1];

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task A_batch_torn_at_any_byte_is_cut_whole_and_the_ones_before_it_stay()
    {
        (byte[] whole, long lastBatch) = await this.WriteAsync(batches: 4);
        for (int cut = (int)lastBatch; cut < whole.Length; cut++)
        {
            await this.ExpectRepairAsync(whole[..cut], lastBatch, cut > lastBatch);
        }
    }

    [Fact]
    public async Task A_batch_of_which_any_byte_never_reached_the_disk_is_cut_whole()
    {
        (byte[] whole, long lastBatch) = await this.WriteAsync(batches: 2);
        for (int at = (int)lastBatch; at < whole.Length; at++)
        {
            byte[] torn = [.. whole];
            torn[at] ^= 0x40;
            await this.ExpectRepairAsync(torn, lastBatch, isTorn: true);
            Array.Clear(torn, at, torn.Length - at);
            if (!torn.AsSpan().SequenceEqual(whole))
            {
                await this.ExpectRepairAsync(torn, lastBatch, isTorn: true);
            }
        }
    }

    [Fact]
    public async Task A_segment_torn_within_its_header_is_removed()
    {
        (byte[] whole, _) = await this.WriteAsync(batches: 1);
        for (int cut = 0; cut <= SegmentHeader.Size; cut++)
        {
            this.Restore(whole[..cut]);
            await using SegmentObservationLog log = this.Open();
            Assert.Equal(0, log.LastSequence);
            Assert.Equal(1, await log.AppendAsync([Avl(0, 0)], Cancel));
        }

        Assert.Equal(SegmentHeader.Size, this.notices.Count(n => n.Kind == LogNoticeKind.TornTailCut));
    }

    [Fact]
    public async Task Damage_before_the_end_is_named_and_nothing_behind_it_is_given_out_or_cut()
    {
        (byte[] whole, _) = await this.WriteAsync(batches: 5);
        int third = SegmentHeader.Size + (2 * ((whole.Length - SegmentHeader.Size) / 5));
        byte[] damaged = [.. whole];
        damaged[third + 60] ^= 1;
        this.Restore(damaged);
        string file = this.Segment;
        await using (SegmentObservationLog log = this.Open())
        {
            Assert.Equal(15, log.LastSequence);
            Assert.Equal(LogNoticeKind.Damage, Assert.Single(this.notices).Kind);
            Assert.Equal(16, await log.AppendAsync([Avl(100, 100)], Cancel));
            ExpectDamage(log.Read(Ever, Cancel));
        }

        Assert.Equal(damaged, File.ReadAllBytes(file));
        ExpectDamage(ObservationLogReader.Read(this.folder.Path, Ever, null, Cancel));

        void ExpectDamage(IEnumerable<LoggedRecord> records)
        {
            List<LoggedRecord> read = [];
            LogDamagedException error = Assert.Throws<LogDamagedException>(() => read.AddRange(Take(records, read)));
            Assert.Equal(6, read.Count);
            Assert.Equal(file, error.File);
            Assert.Equal(third, error.Offset);
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_segment_cut_short_with_another_behind_it_is_damage()
    {
        (byte[] whole, _) = await this.WriteAsync(batches: 2);
        await using (SegmentObservationLog log = SegmentObservationLog.Open(this.folder.Path, new() { SegmentBytes = 65_536 }))
        {
            while (this.folder.Segments.Length == 1)
            {
                await log.AppendAsync([.. Enumerable.Range(0, 200).Select(i => Avl(50, 50, device: "d" + i))], Cancel);
            }
        }

        string first = this.folder.Segments[0];
        File.WriteAllBytes(first, whole[..^1]);
        await using SegmentObservationLog again = this.Open();
        Assert.Equal(first, Assert.Throws<LogDamagedException>(() => again.Read(Ever, Cancel).Count()).File);
    }

    [Fact]
    public async Task A_full_disk_faults_the_append_and_all_after_it_and_acknowledged_records_are_there_at_the_next_start()
    {
        FaultySegmentFile? file = null;
        await using (SegmentObservationLog log = SegmentObservationLog.Open(
            this.folder.Path, new(), null, path => file = new FaultySegmentFile(path)))
        {
            await log.AppendAsync([Avl(0, 0)], Cancel);
            file!.Room = 50;
            IOException full = await Assert.ThrowsAsync<IOException>(async () => await log.AppendAsync([Avl(1, 1)], Cancel));
            Assert.Contains("No space left on device", full.Message, StringComparison.Ordinal);
            Assert.Contains(this.folder.Path, full.Message, StringComparison.Ordinal);
            file.Room = long.MaxValue;
            await Assert.ThrowsAsync<IOException>(async () => await log.AppendAsync([Avl(2, 2)], Cancel));
            Assert.Equal(1, log.LastSequence);
        }

        await using SegmentObservationLog again = this.Open();
        Assert.Equal([Avl(0, 0)], again.Read(Ever, Cancel).Select(r => r.Observation));
        Assert.Equal(50, Assert.Single(this.notices).Bytes);
    }

    [Fact]
    public async Task A_flush_that_fails_is_never_tried_again()
    {
        int flushes = 0;
        await using SegmentObservationLog log = SegmentObservationLog.Open(
            this.folder.Path, new(), null, path => new FaultySegmentFile(path) { BeforeFlush = () => Fail(++flushes) });
        await Assert.ThrowsAsync<IOException>(async () => await log.AppendAsync([Avl(0, 0)], Cancel));
        await Assert.ThrowsAsync<IOException>(async () => await log.AppendAsync([Avl(0, 0)], Cancel));
        Assert.Equal(1, flushes);

        static void Fail(int count) => throw new IOException($"Input/output error {count}");
    }

    private static IEnumerable<LoggedRecord> Take(IEnumerable<LoggedRecord> records, List<LoggedRecord> read)
    {
        foreach (LoggedRecord record in records)
        {
            read.Add(record);
        }

        return [];
    }

    private async Task ExpectRepairAsync(byte[] bytes, long lastBatch, bool isTorn)
    {
        this.Restore(bytes);
        this.notices.Clear();
        long sound;
        await using (SegmentObservationLog log = this.Open())
        {
            sound = log.LastSequence;
            Assert.Equal(sound, log.Read(Ever, Cancel).Count());
            Assert.Equal(lastBatch, new FileInfo(this.Segment).Length);
            Assert.Equal(sound + 1, await log.AppendAsync([Avl(99, 99)], Cancel));
        }

        Assert.Equal(sound + 1, ObservationLogReader.Read(this.folder.Path, Ever, null, Cancel).Count());
        if (isTorn)
        {
            LogNotice notice = Assert.Single(this.notices);
            Assert.Equal((LogNoticeKind.TornTailCut, lastBatch, bytes.Length - lastBatch), (notice.Kind, notice.Offset, notice.Bytes));
        }
    }

    private async Task<(byte[] Whole, long LastBatch)> WriteAsync(int batches)
    {
        long last = 0;
        await using (SegmentObservationLog log = this.Open())
        {
            for (int i = 0; i < batches; i++)
            {
                last = i == 0 ? SegmentHeader.Size : new FileInfo(this.Segment).Length;
                await log.AppendAsync([.. Enumerable.Range(0, 3).Select(d => (Observation)Avl(i, i, device: "bus-" + d))], Cancel);
            }
        }

        return (File.ReadAllBytes(this.Segment), last);
    }

    private void Restore(byte[] bytes)
    {
        foreach (string file in this.folder.Segments)
        {
            File.Delete(file);
        }

        File.WriteAllBytes(Path.Combine(this.folder.Path, SegmentHeader.FileName(1)), bytes);
    }

    /// <summary>Without waiting for the disk: hundreds of logs are opened, and none of these tests is about flushing.</summary>
    private SegmentObservationLog Open() => SegmentObservationLog.Open(
        this.folder.Path, new(), this.notices.Add, path => new FaultySegmentFile(path) { Flushes = false });
}
