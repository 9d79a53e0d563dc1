using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Statics;
using static TransitHub.Redis.Tests.Samples;

namespace TransitHub.Redis.Tests.Contract;

/// <content>The scenarios of the zips of static feeds.</content>
public abstract partial class StorageContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_048_576)]
    [InlineData(5_000_003)]
    public async Task A_static_feed_of_any_size_comes_back_as_it_was_until_it_is_removed(int length)
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        Assert.Null(await storage.StaticZips.FindAsync(City, "0123abc", Cancel));
        byte[] zip = Bytes(length, 3);
        await storage.StaticZips.PutAsync(City, "0123abc", Bytes(length + 10, 1), Cancel);
        await storage.StaticZips.PutAsync(City, "0123abc", zip, Cancel);
        await storage.StaticZips.PutAsync(City, "0123abc", zip, Cancel);
        IHubStorage again = await form.KillAndRestartAsync(storage);
        Assert.Equal(zip, await again.StaticZips.FindAsync(City, "0123abc", Cancel));
        Assert.Null(await again.StaticZips.FindAsync(City, "other", Cancel));
        await again.StaticZips.RemoveAsync(City, "0123abc", Cancel);
        await again.StaticZips.RemoveAsync(City, "0123abc", Cancel);
        Assert.Null(await again.StaticZips.FindAsync(City, "0123abc", Cancel));
    }

    [Fact]
    public async Task A_static_feed_has_a_name_of_a_store_and_a_length_that_is_kept()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await storage.StaticZips.PutAsync(City, "../x", Bytes(1, 1), Cancel));
        await Assert.ThrowsAsync<ArgumentException>(async () => await storage.StaticZips.FindAsync(City, string.Empty, Cancel));
        ArgumentException tooLong = Assert.Throws<ArgumentException>(() => StaticZip.ThrowIfInvalid("a", StaticZip.MaxBytes + 1L));
        Assert.Contains("Split the feed", tooLong.Message, StringComparison.Ordinal);
        StaticZip.ThrowIfInvalid("a", StaticZip.MaxBytes);
    }
}
