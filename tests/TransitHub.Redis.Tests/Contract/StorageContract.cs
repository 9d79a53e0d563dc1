using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Time;
using static TransitHub.Redis.Tests.Samples;

namespace TransitHub.Redis.Tests.Contract;

/// <summary>What every form of storage does. Each form is a class that derives from this one; here are the scenarios of the log.</summary>
public abstract partial class StorageContract
{
    private static readonly Timestamp Ever = new(long.MinValue);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ShardId Shard = ShardId.From(City, 0);
    private static readonly LeaseName Writer = LeaseName.OfShard(Shard);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The form, with nothing kept yet.</summary>
    protected abstract IStorageForm Form();

    [Fact]
    public async Task What_was_appended_is_read_in_order_with_gapless_sequences_also_by_another()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        List<Observation> all = [];
        await using (IObservationLog log = await storage.OpenLogAsync(Shard, null, null, Cancel))
        {
            for (int i = 0; i < 20; i++)
            {
                AvlReport[] batch = Reports(i * 7, i, all.Count);
                Assert.Equal(all.Count + 1, await log.AppendAsync(batch, Cancel));
                all.AddRange(batch);
                Assert.Equal(all.Count, log.LastSequence);
            }

            Assert.Equal(Numbered(all), log.Read(Ever, Cancel));
        }

        await using IObservationLog other = await (await form.OpenAsync()).OpenLogAsync(Shard, null, null, Cancel);
        Assert.Equal(all.Count, other.LastSequence);
        Assert.Equal(Numbered(all), other.Read(Ever, Cancel));
        Assert.Equal(all.Count + 1, await other.AppendAsync(Reports(1, 30), Cancel));
    }

    [Fact]
    public async Task Reading_goes_on_behind_any_place()
    {
        await using IStorageForm form = this.Form();
        await using IObservationLog log = await (await form.OpenAsync()).OpenLogAsync(Shard, null, null, Cancel);
        Assert.Empty(log.ReadAfter(0, Cancel));
        for (int i = 0; i < 100; i++)
        {
            await log.AppendAsync(Reports(9, i, i * 9), Cancel);
        }

        List<LoggedRecord> all = [.. log.Read(Ever, Cancel)];
        Assert.Equal(900, all.Count);
        foreach (int place in new[] { 0, 1, 8, 9, 10, 450, 899, 900, 901 })
        {
            Assert.Equal(all.Skip(place), log.ReadAfter(place, Cancel));
        }
    }

    [Fact]
    public async Task Reading_starts_with_the_first_record_received_at_or_after_a_moment_even_if_a_clock_was_set_back()
    {
        await using IStorageForm form = this.Form();
        await using IObservationLog log = await (await form.OpenAsync()).OpenLogAsync(Shard, null, null, Cancel);
        Assert.Empty(log.Read(Moment(0), Cancel));
        for (int i = 0; i < 60; i++)
        {
            await log.AppendAsync(Reports(3, i < 40 ? i * 10 : 100 + (i * 5), i * 3), Cancel);
        }

        List<LoggedRecord> all = [.. log.Read(Ever, Cancel)];
        foreach (double moment in new[] { -1.0, 0, 5, 200, 200.5, 320, 390, 391, 395, 396 })
        {
            Assert.Equal(all.SkipWhile(r => r.Observation.ReceivedAt < Moment(moment)), log.Read(Moment(moment), Cancel));
        }
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_storage_was_killed_and_appending_goes_on()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        IObservationLog log = await storage.OpenLogAsync(Shard, null, null, Cancel);
        for (int i = 0; i < 10; i++)
        {
            await log.AppendAsync(Reports(20, i, i * 20), Cancel);
        }

        await log.DisposeAsync();
        IHubStorage again = await form.KillAndRestartAsync(storage);
        await using IObservationLog after = await again.OpenLogAsync(Shard, null, null, Cancel);
        Assert.Equal(Numbered(Enumerable.Range(0, 10).SelectMany(i => Reports(20, i, i * 20))), after.Read(Ever, Cancel));
        Assert.Equal(201, await after.AppendAsync(Reports(1, 11), Cancel));
    }

    [Fact]
    public async Task Trimming_keeps_what_was_not_taken_in_and_what_is_young()
    {
        await using IStorageForm form = this.Form();
        await using IObservationLog log = await (await form.OpenAsync()).OpenLogAsync(Shard, null, null, Cancel);
        Assert.Equal(1, await log.TrimAsync(0, Cancel));
        for (int i = 0; i < 8; i++)
        {
            await log.AppendAsync(Reports(100, i, i * 100), Cancel);
        }

        Assert.Equal(1, await log.TrimAsync(0, Cancel));
        Assert.Equal(1, await log.TrimAsync(800, Cancel));
        Assert.Equal(800, log.Read(Ever, Cancel).Count());

        // Forty days later, several segments on.
        for (int i = 0; i < 8; i++)
        {
            await log.AppendAsync(Reports(100, (40 * 86_400) + i, 800 + (i * 100)), Cancel);
        }

        long first = await log.TrimAsync(1000, Cancel);
        Assert.InRange(first, 1, 1001);
        Assert.Equal(Enumerable.Range((int)first, 1600 - (int)first + 1).Select(n => (long)n), log.ReadAfter(first - 1, Cancel).Select(r => r.Sequence));
    }

    [Fact]
    public async Task What_was_trimmed_before_it_was_read_is_told()
    {
        await using IStorageForm form = this.Form();
        List<LogNotice> notices = [];
        await using IObservationLog log = await (await form.OpenAsync()).OpenLogAsync(Shard, null, notices.Add, Cancel);
        for (int i = 0; i < 30; i++)
        {
            await log.AppendAsync(Reports(100, i * 86_400, i * 100), Cancel);
        }

        long first = await log.TrimAsync(2500, Cancel);
        Assert.InRange(first, 2, 2501);
        Assert.Equal(first, log.ReadAfter(0, Cancel).First().Sequence);
        Assert.Contains(notices, n => n.Kind == LogNoticeKind.Gap && n.Message.Contains($"1 to {first - 1} are missing", StringComparison.Ordinal));
        notices.Clear();
        Assert.Equal(3000, log.ReadAfter(first - 1, Cancel).Last().Sequence);
        Assert.DoesNotContain(notices, n => n.Kind == LogNoticeKind.Gap);
    }

    [Fact]
    public async Task A_damaged_batch_is_never_given_out_and_is_told_with_its_place_and_reason()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        List<LogNotice> notices = [];
        await using IObservationLog log = await storage.OpenLogAsync(Shard, null, notices.Add, Cancel);
        for (int i = 0; i < 5; i++)
        {
            await log.AppendAsync(Reports(10, i, i * 10), Cancel);
        }

        await form.DamageLogAsync(Shard, sequence: 25);
        List<long> read = [];
        string told = string.Empty;
        try
        {
            read.AddRange(log.ReadAfter(0, Cancel).Select(r => r.Sequence));
            told = Assert.Single(notices, n => n.Kind == LogNoticeKind.Damage).Message;
            Assert.Equal([.. Sequences(1, 20), .. Sequences(31, 50)], read);
            Assert.Contains("checksum", Assert.Single((await storage.Quarantine.ListAsync(Shard, Cancel)).Records, r => r.Sequence == 30).Reason, StringComparison.Ordinal);
        }
        catch (LogDamagedException exception)
        {
            // Files are an operator's to repair: nothing behind the place is given out.
            told = exception.Message;
        }

        Assert.Empty(read.Intersect(Sequences(21, 30)));
        Assert.Contains("checksum", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_whose_lease_ran_out_appends_nothing()
    {
        await using IStorageForm form = this.Form();
        IHubStorage first = await form.OpenAsync();
        Lease old = (await first.Leases.TryAcquireAsync(Writer, "first", Hour, Cancel))!;
        await using (IObservationLog log = await first.OpenLogAsync(Shard, old, null, Cancel))
        {
            await log.AppendAsync(Reports(5, 0), Cancel);
            await form.ExpireAsync(Writer);
            await Assert.ThrowsAsync<LeaseLostException>(async () => await log.AppendAsync(Reports(5, 1), Cancel));
            await Assert.ThrowsAsync<LeaseLostException>(async () => await log.TrimAsync(5, Cancel));
            IHubStorage second = await form.OpenAsync();
            Assert.NotNull(await second.Leases.TryAcquireAsync(Writer, "second", Hour, Cancel));
            await Assert.ThrowsAsync<LeaseLostException>(async () => await log.AppendAsync(Reports(5, 2), Cancel));
        }

        IHubStorage later = await form.OpenAsync();
        Lease current = (await later.Leases.TryAcquireAsync(Writer, "second", Hour, Cancel))!;
        await using IObservationLog next = await later.OpenLogAsync(Shard, current, null, Cancel);
        Assert.Equal(6, await next.AppendAsync(Reports(5, 3), Cancel));
        Assert.Equal(10, next.ReadAfter(0, Cancel).Count());
    }

    [Fact]
    public async Task Shards_and_feeds_have_logs_of_their_own()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        ShardId[] shards = [Shard, ShardId.From(City, 1), ShardId.From(FeedId.Parse("town"), 0)];
        foreach (ShardId shard in shards)
        {
            await using IObservationLog log = await storage.OpenLogAsync(shard, null, null, Cancel);
            Assert.Equal(1, await log.AppendAsync(Reports(shard.Number + 1, 0), Cancel));
            Assert.Equal(shard.Number + 1, log.ReadAfter(0, Cancel).Count());
        }
    }

    [Fact]
    public async Task A_state_and_its_place_make_every_record_count_once_whoever_is_killed_in_between()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        Lease lease = (await storage.Leases.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        await using (IObservationLog log = await storage.OpenLogAsync(Shard, lease, null, Cancel))
        {
            for (int i = 0; i < 30; i++)
            {
                await log.AppendAsync(Reports(10, i, i * 10), Cancel);
            }

            // Killed after it had taken in 120 records and stored what it made of 70.
            await storage.States.SaveAsync(Shard, "sum", new(1, 70, BitConverter.GetBytes(Sum(log.ReadAfter(0, Cancel).Take(70)))), lease, Cancel);
        }

        IHubStorage again = await form.KillAndRestartAsync(storage);
        await form.ExpireAsync(Writer);
        Lease next = (await again.Leases.TryAcquireAsync(Writer, "two", Hour, Cancel))!;
        await using IObservationLog reopened = await again.OpenLogAsync(Shard, next, null, Cancel);
        Core.Storage.States.StoredState state = (await again.States.ReadAsync(Shard, "sum", Cancel)).State!;
        Assert.Equal(300L * 301 / 2, BitConverter.ToInt64(state.Content.Span) + Sum(reopened.ReadAfter(state.Sequence, Cancel)));
    }

    private static long Sum(IEnumerable<LoggedRecord> records) => records.Sum(r => r.Sequence);

    private static IEnumerable<long> Sequences(int from, int to) => Enumerable.Range(from, to - from + 1).Select(n => (long)n);

    private static IEnumerable<LoggedRecord> Numbered(IEnumerable<Observation> observations) => observations.Select((o, i) => new LoggedRecord(i + 1, o));
}
