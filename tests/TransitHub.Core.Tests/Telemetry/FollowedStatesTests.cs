using TransitHub.Core.Ids;
using TransitHub.Core.Telemetry;
using TransitHub.Testing;

namespace TransitHub.Core.Tests.Telemetry;

public sealed class FollowedStatesTests
{
    private readonly FollowedStates states = new();

    [Fact]
    public void Gives_what_came_into_the_states_that_an_encoder_joins()
    {
        ObservationTrace first = this.Note(3, "bus-1");
        ObservationTrace second = this.Note(5, "bus-2");

        Assert.Equal([first, second], this.states.Between(2, 5));
        Assert.Equal([second], this.states.Between(3, 6));
        Assert.Equal([first], this.states.Between(0, 4));
        Assert.Empty(this.states.Between(5, 9));
    }

    [Fact]
    public void Gives_each_to_the_first_stream_that_has_its_vehicle()
    {
        ObservationTrace trace = this.Note(3, "bus-1");

        Assert.Empty(this.states.TakeUnsent(2, 3, device => device == DeviceId.Parse("bus-2")));
        Assert.Equal([trace], this.states.TakeUnsent(2, 3, device => device == DeviceId.Parse("bus-1")));
        Assert.Empty(this.states.TakeUnsent(2, 3, static _ => true));
    }

    [Fact]
    public void Keeps_the_newest_only()
    {
        for (int i = 0; i < 1000; i++)
        {
            this.Note(i, "bus-1");
        }

        Assert.InRange(this.states.Between(-1, 1000).Count, 1, 256);
    }

    private ObservationTrace Note(long sequence, string device)
    {
        var trace = new ObservationTrace(SpanLog.NewTrace(), DateTimeOffset.UnixEpoch);
        this.states.Note(sequence, [new FollowedObservation(DeviceId.Parse(device), trace)]);
        return trace;
    }
}
