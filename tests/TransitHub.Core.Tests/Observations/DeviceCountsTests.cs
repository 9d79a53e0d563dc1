using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Observations;

/// <summary>What readers see of a device that counts.</summary>
public sealed class DeviceCountsTests
{
    private static readonly DeviceId Camera = DeviceId.Parse("camera-1");
    private readonly DeviceTable table = new(10);

    private DeviceHealth Health => this.table.Find(Camera)!;

    [Fact]
    public void Shows_the_newest_interval_of_each_channel_class_and_direction()
    {
        this.Note(Count(60, 120, 9) with { Uptime = 0.98f }, Count(0, 60, 5), Count(60, 120, 0, direction: "out"), Count(60, 120, 2, @class: "bicycle"));
        Assert.Equal(
            [("bicycle", "in", 2L, 60.0), ("person", "in", 9, 60), ("person", "out", 0, 60)],
            this.Health.Counts.Select(c => (c.Key.Class, c.Key.Direction!, c.Count!.Value, c.From!.Value.SecondsSince(Moment(0)))));
        Assert.Equal((Moment(120), 0.98f), (this.Health.Counts[1].To, this.Health.Counts[1].Uptime));
        Assert.Null(this.Health.Counts[0].Uptime);
    }

    [Fact]
    public void A_first_running_total_says_nothing_of_an_interval_and_the_next_does()
    {
        this.Note(Total(60, 10_523));
        ChannelCount first = Assert.Single(this.Health.Counts);
        Assert.Equal((null, null, 10_523L), (first.From, first.Count, first.Total));
        this.Note(Total(120, 10_540));
        ChannelCount second = Assert.Single(this.Health.Counts);
        Assert.Equal((Moment(60), Moment(120), 17L, 10_540L, false), (second.From!.Value, second.To, second.Count!.Value, second.Total!.Value, second.StartedAnew));
    }

    [Fact]
    public void A_total_that_fell_counts_what_came_since_the_new_start()
    {
        this.Note(Total(60, 10_523), Total(120, 4));
        ChannelCount count = Assert.Single(this.Health.Counts);
        Assert.Equal((4L, 4L, true), (count.Count!.Value, count.Total!.Value, count.StartedAnew));
        this.Note(Total(180, 4));
        Assert.Equal((0L, false), (this.Health.Counts[0].Count!.Value, this.Health.Counts[0].StartedAnew));
    }

    [Fact]
    public void Keeps_the_newest_passages_and_counts_all()
    {
        this.Note([.. Enumerable.Range(0, 20).Select(i => Passage(i, $"e{i}"))]);
        Assert.Equal(20, this.Health.Passages);
        Assert.Equal(["e12", "e13", "e14", "e15", "e16", "e17", "e18", "e19"], this.Health.LastPassages.Select(p => p.EventId));
    }

    [Fact]
    public void Shows_the_newest_load_of_a_vehicle()
    {
        this.Note(Load(10, 31), Load(5, 7));
        Assert.Equal(31, this.table.Find(DeviceId.Parse("bus-1"))!.LastLoad!.Load);
    }

    [Fact]
    public void The_longest_silent_channel_makes_room_for_another()
    {
        for (int i = 0; i < 513; i++)
        {
            this.Note(Count(i, i + 60, 1, channel: $"line-{i:D3}"));
        }

        Assert.Equal(512, this.Health.Counts.Count);
        Assert.Equal("line-001", this.Health.Counts[0].Key.Channel);
    }

    [Fact]
    public void Counting_is_a_sign_of_life()
    {
        this.Note(Count(0, 60, 1));
        Assert.Equal(Moment(60), this.Health.LastSeen);
        Assert.Equal(1, this.Health.Accepted);
    }

    private void Note(params Observation[] accepted)
    {
        foreach (Observation observation in accepted)
        {
            this.table.NoteAccepted(observation);
        }
    }
}
