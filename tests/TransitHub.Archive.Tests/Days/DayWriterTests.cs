using TransitHub.Archive.Days;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;

namespace TransitHub.Archive.Tests.Days;

public sealed class DayWriterTests : IDisposable
{
    private readonly ArchiveScene scene = new();

    public void Dispose() => this.scene.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Gives_back_every_field_of_every_kind_as_it_was_logged(int seed)
    {
        MemoryLog log = new MemoryLog().Add(Samples.OfEveryKind(3000, seed));

        await this.scene.WriteAsync(log, source: Samples.Source with { StopVisits = false });

        Assert.Equal(log.Records, await ArchiveScene.ReadAsync(this.scene.FolderOf()));
    }

    [Fact]
    public async Task Gives_back_what_a_hub_noted_for_itself()
    {
        MemoryLog log = new MemoryLog().Add(
            Samples.Status(1),
            TimerTick.At(Samples.At(2)),
            new LinkTraversals
            {
                Device = TimerTick.Hub, ReceivedAt = Samples.At(3), ScheduleVersion = "v1", FromShard = 1, FromState = 5,
                Traversals = [new LinkTraversal(7, Samples.Midnight, 0, 60, 71.5, Samples.Midnight + 3)],
            });

        await this.scene.WriteAsync(log);

        List<LoggedRecord> records = await ArchiveScene.ReadAsync(this.scene.FolderOf());
        Assert.Equal(log.Records.Take(2), records.Take(2));
        LinkTraversals links = Assert.IsType<LinkTraversals>(records[2].Observation);
        Assert.Equal(("v1", 1, 5, 71.5, 3), (links.ScheduleVersion, links.FromShard, links.FromState, Assert.Single(links.Traversals).Seconds, records[2].Sequence));
    }

    [Fact]
    public async Task Keeps_the_order_over_many_groups_of_rows_and_several_tables()
    {
        MemoryLog log = new MemoryLog().Add(Enumerable.Range(0, 70_000).Select(Observation (i) => i % 9 == 0 ? Samples.Position(i / 2.0) : Samples.Status(i / 2.0)));
        log.Add(Enumerable.Range(0, 70_000).Select(i => Samples.Position(35_000 + (i / 2.0), $"bus-{i % 7}")));

        DayManifest? manifest = await this.scene.WriteAsync(log, source: Samples.Source with { StopVisits = false });

        Assert.Equal(log.Records, await ArchiveScene.ReadAsync(this.scene.FolderOf()));
        Assert.Equal((1, 140_000), (manifest!.FirstSequence, manifest.LastSequence));
    }

    [Fact]
    public async Task Days_cut_the_log_without_gap_or_overlap_also_when_the_hubs_clock_was_set_back()
    {
        // Beyond midnight, back before it, and beyond it again.
        MemoryLog log = new MemoryLog().Add(
            Samples.Status(-10), Samples.Status(86_390), Samples.Status(86_405), Samples.Status(86_395), Samples.Status(86_410), Samples.Status(2 * 86_400));

        foreach (int day in new[] { -1, 0, 1, 2 })
        {
            await this.scene.WriteAsync(log, day);
        }

        Assert.Equal([1], await this.SequencesAsync(-1));
        Assert.Equal([2], await this.SequencesAsync(0));
        Assert.Equal([3, 4, 5], await this.SequencesAsync(1));
        Assert.Equal([6], await this.SequencesAsync(2));
        Assert.Equal(log.Records, await ArchiveScene.ReadAsync(this.scene.Archive.Path));
    }

    [Fact]
    public async Task Two_writes_of_a_day_give_the_same_bytes()
    {
        MemoryLog log = new MemoryLog().Add(Samples.RunOfT()).Add(Samples.Status(80_000));

        await this.scene.WriteAsync(log);
        Dictionary<string, byte[]> first = Directory.GetFiles(this.scene.FolderOf()).ToDictionary(f => f, File.ReadAllBytes);
        await this.scene.WriteAsync(log);

        Assert.Equal(9, first.Count);
        Assert.All(first, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
    }

    [Fact]
    public async Task Writes_nothing_of_a_day_that_the_log_does_not_have()
    {
        MemoryLog log = new MemoryLog().Add(Samples.Status(-10), Samples.Status(86_400));

        Assert.Null(await this.scene.WriteAsync(log));
        Assert.Empty(Directory.EnumerateFileSystemEntries(this.scene.Archive.Path));
    }

    [Fact]
    public async Task A_damaged_log_leaves_the_day_as_it_was()
    {
        MemoryLog log = new MemoryLog().Add(Samples.Status(10), Samples.Status(20));
        await this.scene.WriteAsync(log);
        log.DamagedAt = 2;

        await Assert.ThrowsAsync<LogDamagedException>(() => this.scene.WriteAsync(log));

        Assert.Equal(2, (await ArchiveScene.ReadAsync(this.scene.FolderOf())).Count);
        Assert.Equal([this.scene.FolderOf()], Directory.EnumerateFileSystemEntries(this.scene.Archive.Path));
    }

    [Fact]
    public async Task Tells_what_the_log_had_lost()
    {
        MemoryLog log = new MemoryLog().Add(Enumerable.Range(0, 10).Select(i => Samples.Status(i * 60)));
        log.Lose(1, 2);
        log.Lose(5, 7);

        DayManifest? manifest = await this.scene.WriteAsync(log);

        Assert.Equal((true, 3, 3, 10), (manifest!.BeginsLate, manifest.MissingRecords, manifest.FirstSequence, manifest.LastSequence));
    }

    [Fact]
    public async Task A_silence_before_the_day_is_no_loss()
    {
        MemoryLog log = new MemoryLog().Add(Samples.Status(-50_000), Samples.Status(50_000));

        DayManifest? manifest = await this.scene.WriteAsync(log);

        Assert.Equal((false, 0, 2), (manifest!.BeginsLate, manifest.MissingRecords, manifest.FirstSequence));
    }

    private async Task<IEnumerable<long>> SequencesAsync(int day) => (await ArchiveScene.ReadAsync(this.scene.FolderOf(day))).Select(r => r.Sequence);
}
