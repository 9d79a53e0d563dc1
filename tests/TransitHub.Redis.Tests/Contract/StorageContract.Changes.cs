using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Changes;
using TransitHub.Core.Storage.Leases;
using static TransitHub.Redis.Tests.Samples;

namespace TransitHub.Redis.Tests.Contract;

/// <content>The scenarios of streams of changes.</content>
public abstract partial class StorageContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_048_577)]
    [InlineData(5_000_003)]
    public async Task Whoever_follows_a_stream_gets_every_entry_as_it_was_told(int length)
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        IChangeStreams reader = (await form.OpenAsync()).Changes;
        Assert.Equal(new ChangeExtent(1, 0), await reader.ExtentAsync(Writer, Cancel));
        Assert.Equal(ChangePage.Empty, await reader.ReadAfterAsync(Writer, 0, 10, Cancel));
        Lease lease = (await storage.Leases.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        byte[][] contents = [Bytes(length, 1), new byte[length], Bytes(3, 2)];
        for (int i = 0; i < contents.Length; i++)
        {
            await storage.Changes.AppendAsync(i + 1, contents[i], lease, Cancel);
        }

        Assert.Equal(new ChangeExtent(1, 3), await reader.ExtentAsync(Writer, Cancel));
        ChangePage first = await reader.ReadAfterAsync(Writer, 0, 2, Cancel);
        ChangePage second = await reader.ReadAfterAsync(Writer, 2, 2, Cancel);
        Assert.Equal([1, 2, 3], first.Entries.Concat(second.Entries).Select(e => e.Id));
        Assert.Equal(contents, first.Entries.Concat(second.Entries).Select(e => e.Content.ToArray()));
        Assert.Equal(ChangePage.Empty, await reader.ReadAfterAsync(Writer, 3, 2, Cancel));
        Assert.Empty((await reader.ReadAfterAsync(Encoder, 0, 2, Cancel)).Entries);
    }

    [Fact]
    public async Task An_entry_told_twice_counts_once_and_one_that_does_not_follow_is_refused()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        Lease lease = (await storage.Leases.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        await storage.Changes.AppendAsync(1, Bytes(10, 1), lease, Cancel);
        await storage.Changes.AppendAsync(2, Bytes(10, 2), lease, Cancel);
        await storage.Changes.AppendAsync(1, Bytes(10, 3), lease, Cancel);
        await storage.Changes.AppendAsync(2, Bytes(10, 4), lease, Cancel);
        ChangeGapException gap = await Assert.ThrowsAsync<ChangeGapException>(async () => await storage.Changes.AppendAsync(4, Bytes(10, 5), lease, Cancel));
        Assert.Equal(2, gap.Last);
        ChangePage page = await storage.Changes.ReadAfterAsync(Writer, 0, 10, Cancel);
        Assert.Equal([Bytes(10, 1), Bytes(10, 2)], page.Entries.Select(e => e.Content.ToArray()));
    }

    [Fact]
    public async Task One_whose_lease_was_taken_over_tells_nothing_more_and_the_next_goes_on()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        Lease old = (await storage.Leases.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        await storage.Changes.AppendAsync(1, Bytes(10, 1), old, Cancel);
        await form.ExpireAsync(Writer);
        await Assert.ThrowsAsync<LeaseLostException>(async () => await storage.Changes.AppendAsync(2, Bytes(10, 2), old, Cancel));
        Lease next = (await storage.Leases.TryAcquireAsync(Writer, "two", Hour, Cancel))!;
        await Assert.ThrowsAsync<LeaseLostException>(async () => await storage.Changes.AppendAsync(2, Bytes(10, 3), old, Cancel));
        await storage.Changes.AppendAsync(2, Bytes(10, 4), next, Cancel);
        Assert.Equal(Bytes(10, 4), (await storage.Changes.ReadAfterAsync(Writer, 1, 10, Cancel)).Entries.Single().Content.ToArray());
    }

    [Fact]
    public async Task A_follower_is_told_when_what_it_waits_for_is_gone()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        IChangeStreams changes = storage.Changes;
        Lease lease = (await storage.Leases.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        for (int i = 1; i <= 9; i++)
        {
            await changes.AppendAsync(i, Bytes(10, i), lease, Cancel);
        }

        await changes.TrimAsync(Writer, 5, Cancel);
        await changes.TrimAsync(Writer, 3, Cancel);
        Assert.Equal(new ChangeExtent(5, 9), await changes.ExtentAsync(Writer, Cancel));
        Assert.True((await changes.ReadAfterAsync(Writer, 3, 10, Cancel)).IsGone);
        Assert.True((await changes.ReadAfterAsync(Writer, 10, 10, Cancel)).IsGone);
        ChangePage rest = await changes.ReadAfterAsync(Writer, 4, 10, Cancel);
        Assert.False(rest.IsGone);
        Assert.Equal([5, 6, 7, 8, 9], rest.Entries.Select(e => e.Id));

        // The numbers go on when nothing is left.
        await changes.TrimAsync(Writer, 100, Cancel);
        Assert.Equal(new ChangeExtent(10, 9), await changes.ExtentAsync(Writer, Cancel));
        await changes.AppendAsync(10, Bytes(10, 10), lease, Cancel);
        Assert.Equal(10, (await changes.ReadAfterAsync(Writer, 9, 10, Cancel)).Entries.Single().Id);
    }

    [Fact]
    public async Task A_stream_that_nobody_trims_keeps_its_newest_entries()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        Lease lease = (await storage.Leases.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        for (int i = 1; i <= IChangeStreams.MaxEntries + 3; i++)
        {
            await storage.Changes.AppendAsync(i, Bytes(10, i), lease, Cancel);
        }

        Assert.Equal(new ChangeExtent(4, IChangeStreams.MaxEntries + 3), await storage.Changes.ExtentAsync(Writer, Cancel));
        Assert.True((await storage.Changes.ReadAfterAsync(Writer, 2, 10, Cancel)).IsGone);
    }
}
