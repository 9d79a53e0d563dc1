using System.Text;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Simulation.Recordings;
using TransitHub.Testing;

namespace TransitHub.Simulation.Tests.Recordings;

public sealed class MqttTextTests : IDisposable
{
    private readonly RecordingFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Theory]
    [InlineData("2018-10-09T04:32:52.549043+0000")]
    [InlineData("2018-10-09T04:32:52.549Z")]
    [InlineData("2018-10-09T07:32:52.549+03:00")]
    public void Reads_the_arrival_time_with_its_offset(string time)
    {
        RecordedItem item = Assert.Single(this.Read($"{time} a/b {{}}\n"));

        Assert.Equal(new Timestamp(1_539_059_572_549), item.ReceivedAt);
    }

    [Fact]
    public void Keeps_a_topic_with_spaces_together()
    {
        RecordedItem item = Assert.Single(this.Read("2018-10-09T04:32:52Z /hfp/v1/Vuosaari (M)/07:29 {\"a\": [1, {\"b\": 2}]}\n"));

        Assert.Equal("/hfp/v1/Vuosaari (M)/07:29", item.Topic);
        Assert.Equal("{\"a\": [1, {\"b\": 2}]}", Encoding.UTF8.GetString(item.Payload.Span));
    }

    [Fact]
    public void Takes_what_follows_the_first_space_for_the_payload_when_it_is_no_JSON()
    {
        RecordedItem item = Assert.Single(this.Read("2018-10-09T04:32:52Z a/b hello there"));

        Assert.Equal(("a/b", "hello there"), (item.Topic!, Encoding.UTF8.GetString(item.Payload.Span)));
    }

    [Theory]
    [InlineData("yesterday a/b {}", RejectionReason.InvalidField)]
    [InlineData("2018-10-09T04:32:52 a/b {}", RejectionReason.InvalidField)]
    [InlineData("nospace", RejectionReason.InvalidField)]
    [InlineData("2018-10-09T04:32:52Z a/b", RejectionReason.MalformedPayload)]
    public void Refuses_a_bad_line_by_its_number_and_goes_on(string line, RejectionReason reason)
    {
        List<RecordedItem> items = this.Read($"\r\n{line}\r\n2018-10-09T04:32:53Z a/b {{}}\r\n");

        Assert.Equal(2, items.Count);
        Assert.Equal(reason, items[0].Refusal?.Reason);
        Assert.StartsWith("line 2 ", items[0].Refusal?.Detail, StringComparison.Ordinal);
        Assert.Equal((3, "a/b"), (items[1].Place, items[1].Topic));
    }

    [Fact]
    public void Passes_over_a_line_longer_than_the_bound()
    {
        List<RecordedItem> items = this.Read("2018-10-09T04:32:52Z a/b {}\n" + new string('x', (2 << 20) + 17) + "\n2018-10-09T04:32:53Z a/c {}");

        Assert.Equal(["a/b", null, "a/c"], items.Select(i => i.Topic));
        Assert.Equal(RejectionReason.PayloadTooLarge, items[1].Refusal?.Reason);
        Assert.Equal([1, 2, 3], items.Select(i => i.Place));
    }

    [Fact]
    public void Reads_all_of_Helsinkis_messages()
    {
        Assert.SkipUnless(SharedData.Has("helsinki"), SharedData.SkipReason);
        List<RecordedItem> items = RecordingFolder.ReadAll(SharedData.Path("helsinki/hfp-2500.txt.gz"), "mqtt-text");

        Assert.Equal(2500, items.Count);
        Assert.All(items, i => Assert.StartsWith("/hfp/v1/", i.Topic, StringComparison.Ordinal));
        Assert.All(items, i => Assert.Equal((byte)'{', i.Payload.Span[0]));
    }

    private List<RecordedItem> Read(string text) => RecordingFolder.ReadAll(this.folder.Write("m.txt", text), "mqtt-text");
}
