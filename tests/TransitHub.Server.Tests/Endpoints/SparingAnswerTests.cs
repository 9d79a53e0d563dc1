using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Feeds;
using TransitHub.Server.Endpoints;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>What takes long to make is made seldom.</summary>
public sealed class SparingAnswerTests
{
    private readonly FakeTimeProvider clock = new();
    private int made;

    [Fact]
    public void An_answer_that_takes_half_a_second_is_made_each_ten_seconds()
    {
        SparingAnswer answer = new(this.clock);
        Representation first = answer.Get(() => this.Make(0.5, "a"));

        this.clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Same(first, answer.Get(() => this.Make(0.5, "b")));
        this.clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.NotSame(first, answer.Get(() => this.Make(0.5, "b")));
        Assert.Equal(2, this.made);
    }

    [Fact]
    public void One_that_takes_no_time_is_always_made_anew_and_stays_the_same_object_while_it_is_the_same()
    {
        SparingAnswer answer = new(this.clock);

        Assert.Same(answer.Get(() => this.Make(0, "a")), answer.Get(() => this.Make(0, "a")));
        Assert.NotSame(answer.Get(() => this.Make(0, "a")), answer.Get(() => this.Make(0, "b")));
        Assert.Equal(4, this.made);
    }

    private Representation Make(double seconds, string tag)
    {
        this.made++;
        this.clock.Advance(TimeSpan.FromSeconds(seconds));
        return new Representation(new byte[1], "text/plain", tag);
    }
}
