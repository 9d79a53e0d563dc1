using TransitHub.Core.Ids;
using TransitHub.Mqtt.Topics;

namespace TransitHub.Mqtt.Tests.Topics;

public class TopicNameTests
{
    [Theory]
    [InlineData("transithub/v1/helsinki/avl/0018_00640", TopicKind.Avl, "0018_00640")]
    [InlineData("transithub/v1/helsinki/apc/bus 12", TopicKind.Apc, "bus 12")]
    [InlineData("transithub/v1/helsinki/count/gate-1", TopicKind.Count, "gate-1")]
    [InlineData("transithub/v1/helsinki/passage/รถ", TopicKind.Passage, "รถ")]
    [InlineData("transithub/v1/helsinki/status/7", TopicKind.Status, "7")]
    [InlineData("transithub/v1/helsinki/avl", TopicKind.Avl, "")]
    [InlineData("transithub/v1/helsinki/ais/230990040", TopicKind.Ais, "230990040")]
    [InlineData("transithub/v1/helsinki/ais", TopicKind.Ais, "")]
    public void Reads_and_writes_every_topic_of_the_contract(string topic, TopicKind kind, string device)
    {
        Assert.True(TopicName.TryParse(topic, out TopicName name, out _));
        Assert.Equal(kind, name.Kind);
        Assert.Equal(FeedId.Parse("helsinki"), name.Feed);
        Assert.Equal(device, name.Device.ToString());
        Assert.Equal(topic, name.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("transithub/v2/f/avl/1")]
    [InlineData("transithub/v1/f")]
    [InlineData("transithub/v1/f/avl/1/2")]
    [InlineData("transithub/v1/f/avl/1/location")]
    [InlineData("transithub/v1/f/ais/1/metadata")]
    [InlineData("transithub/v1/f/avl/")]
    [InlineData("transithub/v1/f/status")]
    [InlineData("transithub/v1/.f/avl/1")]
    [InlineData("transithub/v1/f/AVL/1")]
    [InlineData("hfp/v1/journey")]
    [InlineData("/hfp/v3/journey/ongoing/bus/1/2")]
    public void Says_what_would_be_right_for_any_other_topic(string topic)
    {
        Assert.False(TopicName.TryParse(topic, out _, out string problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Forgets_a_topic_whose_slot_another_takes_and_still_reads_both_right()
    {
        TopicCache cache = new(1);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(cache.TryParse("transithub/v1/a/avl/1", out TopicName first, out _));
            Assert.True(cache.TryParse("transithub/v1/b/status/2", out TopicName second, out _));
            Assert.Equal("transithub/v1/a/avl/1", first.ToString());
            Assert.Equal("transithub/v1/b/status/2", second.ToString());
        }
    }
}
