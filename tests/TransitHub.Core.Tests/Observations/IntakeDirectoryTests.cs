using TransitHub.Core.Ids;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Tests.Observations;

public sealed class IntakeDirectoryTests
{
    private readonly IntakeDirectory directory = new();

    [Fact]
    public void Finds_feeds_by_id_and_takes_each_once()
    {
        ObservationIntake intake = Add("a");
        Assert.True(this.directory.TryFind(FeedId.Parse("a"), out ObservationIntake? found));
        Assert.Same(intake, found);
        Assert.False(this.directory.TryFind(FeedId.Parse("b"), out _));
        Assert.Throws<ArgumentException>(() => Add("a"));
        Assert.Single(this.directory.All);
    }

    [Fact]
    public void Topics_that_name_no_feed_go_to_the_only_feed_or_to_the_one_that_was_set()
    {
        Assert.Null(this.directory.HfpFeed);
        Add("a");
        Assert.Equal(FeedId.Parse("a"), this.directory.HfpFeed);
        Add("b");
        Assert.Null(this.directory.HfpFeed);
        this.directory.HfpFeed = FeedId.Parse("b");
        Assert.Equal(FeedId.Parse("b"), this.directory.HfpFeed);
    }

    private ObservationIntake Add(string id)
    {
        var intake = new ObservationIntake(FeedId.Parse(id), new(), new());
        this.directory.Add(intake);
        return intake;
    }
}
