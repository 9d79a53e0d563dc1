using TransitHub.Core.Feeds;

namespace TransitHub.Core.Tests.Feeds;

public sealed class FeedStabilityTests
{
    private readonly FeedStability stability = new(new FeedOptions());

    [Fact]
    public void Entities_that_leave_together_are_a_collapse_until_they_are_back()
    {
        this.Note(0, 100);
        this.Note(30, 40);
        Assert.Equal(new FeedCollapse(30, 100, 40), this.stability.Collapse);
        this.Note(60, 60);
        Assert.Equal(new FeedCollapse(30, 100, 60), this.stability.Collapse);
        this.Note(90, 80);
        Assert.Null(this.stability.Collapse);
    }

    [Fact]
    public void A_collapse_may_come_vehicle_by_vehicle()
    {
        for (int second = 0; second <= 120; second += 15)
        {
            this.Note(second, 100 - (second / 2));
        }

        Assert.NotNull(this.stability.Collapse);
    }

    [Fact]
    public void The_end_of_service_is_none()
    {
        for (int minute = 0; minute < 240; minute++)
        {
            this.Note(minute * 60, Math.Max(0, 1190 - (5 * minute)));
            Assert.Null(this.stability.Collapse);
        }
    }

    [Fact]
    public void Few_vehicles_that_go_home_are_none()
    {
        this.Note(0, FeedStability.LeastEntities - 1);
        this.Note(15, 0);
        Assert.Null(this.stability.Collapse);
    }

    [Fact]
    public void What_stays_low_for_half_an_hour_is_the_new_measure()
    {
        this.Note(0, 100);
        for (int second = 15; second < 1815; second += 15)
        {
            this.Note(second, 30);
            Assert.NotNull(this.stability.Collapse);
        }

        this.Note(1815, 30);
        Assert.Null(this.stability.Collapse);
        this.Note(1830, 31);
        Assert.Null(this.stability.Collapse);
        this.Note(1845, 10);
        Assert.Equal(31, this.stability.Collapse?.Before);
    }

    [Theory]
    [InlineData(0.8, 30, 60, false)]
    [InlineData(0.8, 300, 25, false)]
    [InlineData(0.8, 300, 19, true)]
    [InlineData(0.5, 30, 25, true)]
    public void Share_and_time_are_the_operators(double share, int seconds, int left, bool collapses)
    {
        FeedStability own = new(new FeedOptions { CollapseShare = share, CollapseSeconds = seconds });
        own.Note(0, 100);
        own.Note(30, left);
        Assert.Equal(collapses, own.Collapse is not null);
    }

    [Fact]
    public void A_message_knows_how_many_entities_it_has()
    {
        var message = new TransitHub.Protocol.GtfsRealtime.FeedMessage { Header = new() { GtfsRealtimeVersion = "2.0" } };
        message.Entity.Add(new TransitHub.Protocol.GtfsRealtime.FeedEntity { Id = "a" });
        message.Entity.Add(new TransitHub.Protocol.GtfsRealtime.FeedEntity { Id = "b" });
        Assert.Equal(2, new FeedBytes(Google.Protobuf.MessageExtensions.ToByteArray(message), 1).EntityCount);
    }

    private void Note(long time, int entities) => this.stability.Note(time, entities);
}
