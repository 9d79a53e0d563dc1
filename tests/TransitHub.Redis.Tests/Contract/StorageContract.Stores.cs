using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Books;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Published;
using TransitHub.Core.Storage.Quarantine;
using TransitHub.Core.Storage.Registry;
using TransitHub.Core.Storage.States;
using static TransitHub.Redis.Tests.Samples;

namespace TransitHub.Redis.Tests.Contract;

/// <content>The scenarios of states, published feeds, the shared devices file and the quarantine.</content>
public abstract partial class StorageContract
{
    private static readonly LeaseName Encoder = LeaseName.OfEncoder(City);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_048_576)]
    [InlineData(5_000_003)]
    public async Task A_state_of_any_size_comes_back_as_it_was(int length)
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        Assert.Equal(default, await storage.States.ReadAsync(Shard, "fusion", Cancel));
        Lease lease = (await storage.Leases.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        await storage.States.SaveAsync(Shard, "fusion", new StoredState(3, 10, Bytes(100, 1)), lease, Cancel);
        byte[] content = Bytes(length, 2);
        await storage.States.SaveAsync(Shard, "fusion", new StoredState(4, 1L << 52, content), lease, Cancel);
        IHubStorage again = await form.KillAndRestartAsync(storage);
        StateReading read = await again.States.ReadAsync(Shard, "fusion", Cancel);
        Assert.Null(read.Problem);
        Assert.Equal((4, 1L << 52), (read.State!.Schema, read.State.Sequence));
        Assert.Equal(content, read.State.Content.ToArray());
        Assert.Null((await again.States.ReadAsync(Shard, "archive", Cancel)).State);
        Assert.Null((await again.States.ReadAsync(ShardId.From(City, 1), "fusion", Cancel)).State);
    }

    [Fact]
    public async Task A_state_of_one_whose_lease_was_taken_over_is_refused_and_the_other_stands()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        Lease old = (await storage.Leases.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        await storage.States.SaveAsync(Shard, "fusion", new StoredState(1, 1, Bytes(10, 1)), old, Cancel);
        await form.ExpireAsync(Writer);
        await Assert.ThrowsAsync<LeaseLostException>(async () => await storage.States.SaveAsync(Shard, "fusion", new StoredState(1, 2, Bytes(10, 2)), old, Cancel));
        Lease next = (await storage.Leases.TryAcquireAsync(Writer, "two", Hour, Cancel))!;
        await storage.States.SaveAsync(Shard, "fusion", new StoredState(1, 3, Bytes(10, 3)), next, Cancel);
        LeaseLostException lost = await Assert.ThrowsAsync<LeaseLostException>(
            async () => await storage.States.SaveAsync(Shard, "fusion", new StoredState(1, 4, Bytes(10, 4)), old, Cancel));
        Assert.Contains("city/0", lost.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await storage.States.ReadAsync(Shard, "fusion", Cancel)).State!.Sequence);
    }

    [Fact]
    public async Task A_damaged_state_is_named_and_can_be_replaced()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        Lease lease = (await storage.Leases.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        await storage.States.SaveAsync(Shard, "fusion", new StoredState(1, 1, Bytes(1000, 1)), lease, Cancel);
        await form.DamageStateAsync(Shard, "fusion");
        StateReading read = await storage.States.ReadAsync(Shard, "fusion", Cancel);
        Assert.Null(read.State);
        Assert.Contains("damaged", read.Problem, StringComparison.Ordinal);
        await storage.States.SaveAsync(Shard, "fusion", new StoredState(1, 2, Bytes(1000, 2)), lease, Cancel);
        Assert.Equal(2, (await storage.States.ReadAsync(Shard, "fusion", Cancel)).State!.Sequence);
    }

    [Fact]
    public async Task Readers_of_a_state_that_is_replaced_meanwhile_find_a_whole_one()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        IHubStorage reader = await form.OpenAsync();
        Lease lease = (await storage.Leases.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        await storage.States.SaveAsync(Shard, "fusion", Filled(1), lease, Cancel);
        Task writing = Task.Run(
            async () =>
            {
                for (int i = 2; i < 40; i++)
                {
                    await storage.States.SaveAsync(Shard, "fusion", Filled(i), lease, Cancel);
                }
            },
            Cancel);
        do
        {
            StateReading read = await reader.States.ReadAsync(Shard, "fusion", Cancel);
            Assert.Null(read.Problem);
            Assert.False(read.State!.Content.Span.ContainsAnyExcept((byte)read.State.Sequence));
        }
        while (!writing.IsCompleted);

        await writing;

        static StoredState Filled(int number) => new(1, number, Enumerable.Repeat((byte)number, 3_000_000).ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("../leases")]
    [InlineData("A")]
    public async Task A_name_that_would_not_do_as_a_file_or_key_is_refused(string name)
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await storage.States.ReadAsync(Shard, name, Cancel));
    }

    [Fact]
    public async Task Every_reader_gets_the_bytes_that_one_encoder_made()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        IFeedStore reader = (await form.OpenAsync()).Feeds;
        Assert.Null(await reader.FindAsync(City, null, Cancel));
        Lease lease = (await storage.Leases.TryAcquireAsync(Encoder, "one", Hour, Cancel))!;
        PublishedFeed positions = Feed("vehicle-positions", 1, 3_000_000);
        PublishedFeed updates = Feed("trip-updates", 1);
        Assert.Equal(1, await storage.Feeds.PublishAsync(City, [positions, updates], lease, Cancel));
        FeedEdition first = (await reader.FindAsync(City, null, Cancel))!;
        Assert.Equal(1, first.Number);
        Assert.Equal(["trip-updates", "vehicle-positions"], first.Feeds.Select(f => f.Name));
        Assert.Equal(positions.Bytes.Protobuf.Bytes.ToArray(), first.Feeds[1].Bytes.Protobuf.Bytes.ToArray());
        Assert.Equal(positions.Bytes.Protobuf.ETag, first.Feeds[1].Bytes.Protobuf.ETag);
        Assert.Equal(positions.Bytes.HeaderTimestamp, first.Feeds[1].Bytes.HeaderTimestamp);
        Assert.Same(first, await reader.FindAsync(City, first, Cancel));

        Assert.Equal(2, await storage.Feeds.PublishAsync(City, [positions, Feed("trip-updates", 2)], lease, Cancel));
        FeedEdition second = (await reader.FindAsync(City, first, Cancel))!;
        Assert.Equal(2, second.Number);
        Assert.Same(first.Feeds[1], second.Feeds[1]);
        Assert.Equal(Start + 2, second.Feeds[0].Bytes.HeaderTimestamp);
    }

    [Fact]
    public async Task A_feeds_time_never_goes_back_not_even_over_a_restart_or_with_another_encoder()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        Lease lease = (await storage.Leases.TryAcquireAsync(Encoder, "one", Hour, Cancel))!;
        await storage.Feeds.PublishAsync(City, [Feed("trip-updates", 10), Feed("alerts", 10)], lease, Cancel);
        FeedTimeException older = await Assert.ThrowsAsync<FeedTimeException>(
            async () => await storage.Feeds.PublishAsync(City, [Feed("alerts", 11), Feed("trip-updates", 9)], lease, Cancel));
        Assert.Equal(Start + 10, older.Published);
        Assert.Contains("trip-updates", older.Message, StringComparison.Ordinal);

        // Other content under the same time contradicts it.
        await Assert.ThrowsAsync<FeedTimeException>(async () => await storage.Feeds.PublishAsync(City, [Feed("trip-updates", 10, 5, 'y')], lease, Cancel));

        IHubStorage again = await form.KillAndRestartAsync(storage);
        await form.ExpireAsync(Encoder);
        Lease next = (await again.Leases.TryAcquireAsync(Encoder, "two", Hour, Cancel))!;
        await Assert.ThrowsAsync<FeedTimeException>(async () => await again.Feeds.PublishAsync(City, [Feed("trip-updates", 9)], next, Cancel));
        await again.Feeds.PublishAsync(City, [Feed("trip-updates", 11), Feed("alerts", 10)], next, Cancel);
        Assert.Equal(Start + 11, (await again.Feeds.FindAsync(City, null, Cancel))!.Feeds.Single(f => f.Name == "trip-updates").Bytes.HeaderTimestamp);
    }

    [Fact]
    public async Task An_encoder_whose_lease_was_taken_over_publishes_nothing()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        Lease old = (await storage.Leases.TryAcquireAsync(Encoder, "one", Hour, Cancel))!;
        await storage.Feeds.PublishAsync(City, [Feed("alerts", 1)], old, Cancel);
        await form.ExpireAsync(Encoder);
        await storage.Leases.TryAcquireAsync(Encoder, "two", Hour, Cancel);
        await Assert.ThrowsAsync<LeaseLostException>(async () => await storage.Feeds.PublishAsync(City, [Feed("alerts", 2)], old, Cancel));
        Assert.Equal(Start + 1, (await storage.Feeds.FindAsync(City, null, Cancel))!.Feeds.Single().Bytes.HeaderTimestamp);
    }

    [Fact]
    public async Task Of_two_who_change_the_devices_file_at_once_one_is_told_to_read_it_first()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        IDeviceRegistryStore one = storage.Registry;
        IDeviceRegistryStore two = (await form.OpenAsync()).Registry;
        Assert.Null(await one.FindAsync(City, 0, Cancel));
        Assert.Equal(1, await one.TryReplaceAsync(City, "devices: [กล้อง-1]", 0, Cancel));
        Assert.Null(await two.TryReplaceAsync(City, "devices: [other]", 0, Cancel));
        Assert.Equal(new RegistryDocument(1, "devices: [กล้อง-1]"), await two.FindAsync(City, 0, Cancel));
        Assert.Equal(2, await two.TryReplaceAsync(City, string.Empty, 1, Cancel));
        Assert.Null(await one.FindAsync(City, 2, Cancel));
        Assert.Equal(new RegistryDocument(2, string.Empty), await (await form.KillAndRestartAsync(storage)).Registry.FindAsync(City, 1, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(async () => await one.TryReplaceAsync(City, new string('x', RegistryDocument.MaxBytes + 1), 2, Cancel));
    }

    [Fact]
    public async Task Alerts_are_replaced_by_who_has_seen_the_present_ones_and_every_change_is_in_the_audit()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        IBookStore one = storage.Alerts;
        IBookStore two = (await form.OpenAsync()).Alerts;
        Assert.Null(await one.FindAsync(City, 0, Cancel));
        Assert.Empty(await one.ReadAuditAsync(City, 10, Cancel));
        Assert.Equal(1, await one.TryReplaceAsync(City, "ปิดถนน", "one made it", 0, Cancel));
        Assert.Null(await two.TryReplaceAsync(City, "other", "two was late", 0, Cancel));
        Assert.Equal(new BookDocument(1, "ปิดถนน"), await two.FindAsync(City, 0, Cancel));
        Assert.Equal(2, await two.TryReplaceAsync(City, "ended", "two ended it: จบ", 1, Cancel));
        Assert.Null(await one.FindAsync(City, 2, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(async () => await one.TryReplaceAsync(City, new string('x', BookDocument.MaxBytes + 1), "too long", 2, Cancel));
        IBookStore again = (await form.KillAndRestartAsync(storage)).Alerts;
        Assert.Equal(new BookDocument(2, "ended"), await again.FindAsync(City, 1, Cancel));
        Assert.Equal([new AuditLine(2, "two ended it: จบ"), new AuditLine(1, "one made it")], await again.ReadAuditAsync(City, 10, Cancel));
        Assert.Equal(2, Assert.Single(await again.ReadAuditAsync(City, 1, Cancel)).Version);
    }

    [Fact]
    public async Task What_was_left_out_of_a_log_is_kept_once_with_its_reason_and_bytes()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        IQuarantine quarantine = storage.Quarantine;
        Assert.Empty((await quarantine.ListAsync(Shard, Cancel)).Records);
        await quarantine.AddAsync(Shard, new QuarantinedRecord(20, Moment(5), "It throws: ไม่ได้", Bytes(300, 1)), Cancel);
        await quarantine.AddAsync(Shard, new QuarantinedRecord(3, Moment(6), "again", Bytes(3, 2)), Cancel);
        await quarantine.AddAsync(Shard, new QuarantinedRecord(20, Moment(7), "told twice", Bytes(1, 3)), Cancel);
        QuarantineList kept = await (await form.KillAndRestartAsync(storage)).Quarantine.ListAsync(Shard, Cancel);
        Assert.Equal([3, 20], kept.Records.Select(r => r.Sequence));
        Assert.Equal(("It throws: ไม่ได้", Moment(5)), (kept.Records[1].Reason, kept.Records[1].At));
        Assert.Equal(Bytes(300, 1), kept.Records[1].Bytes.ToArray());
        Assert.Equal(0, kept.LeftOut);
        Assert.Empty((await quarantine.ListAsync(ShardId.From(City, 1), Cancel)).Records);
    }

    [Fact]
    public async Task The_quarantine_is_bounded_and_counts_what_it_has_no_room_for()
    {
        await using IStorageForm form = this.Form();
        IQuarantine quarantine = (await form.OpenAsync()).Quarantine;
        for (int i = 1; i <= QuarantinedRecord.MaxKept + 5; i++)
        {
            await quarantine.AddAsync(Shard, new QuarantinedRecord(i, Moment(i), "poison", Bytes(4, i)), Cancel);
        }

        QuarantineList kept = await quarantine.ListAsync(Shard, Cancel);
        Assert.Equal(Sequences(1, QuarantinedRecord.MaxKept), kept.Records.Select(r => r.Sequence));
        Assert.Equal(5, kept.LeftOut);
    }
}
