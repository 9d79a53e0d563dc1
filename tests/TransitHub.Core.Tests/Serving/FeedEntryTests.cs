using TransitHub.Core.Serving;
using TransitHub.Core.Storage;

namespace TransitHub.Core.Tests.Serving;

public sealed class FeedEntryTests
{
    [Fact]
    public void It_comes_back_as_it_was()
    {
        FeedEntry entry = FeedEntry.Decode(Sample().Encode());
        Assert.Equal("epoch", entry.Epoch);
        Assert.Equal([(3, 1L << 40), (0, 1)], entry.Parts.Select(p => (p.Shard, p.Number)));
        Assert.Equal([[1, 2, 3], []], entry.Parts.Select(p => p.Content.ToArray()));
    }

    [Fact]
    public void One_that_is_cut_short_anywhere_or_has_more_behind_it_is_told_as_damaged()
    {
        byte[] bytes = Sample().Encode();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<IOException>(() => FeedEntry.Decode(bytes.AsMemory(0, length)));
        }

        Assert.Throws<IOException>(() => FeedEntry.Decode((byte[])[.. bytes, 0]));
    }

    [Fact]
    public void One_of_a_newer_hub_is_not_taken_for_damage()
    {
        byte[] bytes = Sample().Encode();
        bytes[0]++;
        Assert.Throws<NewerFormatException>(() => FeedEntry.Decode(bytes));
    }

    private static FeedEntry Sample() => new("epoch", [new FeedPart(3, 1L << 40, new byte[] { 1, 2, 3 }), new FeedPart(0, 1, default)]);
}
