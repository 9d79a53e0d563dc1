using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Server.Security;

namespace TransitHub.Server.Tests.Security;

/// <summary>Who is remembered of those who failed.</summary>
public sealed class FailureBackoffTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void Where_too_many_failed_the_one_that_failed_longest_ago_is_forgotten()
    {
        var backoff = new FailureBackoff(1, 300, this.clock);
        for (int i = 0; i < 9; i++)
        {
            backoff.Fail("first");
            backoff.Fail("second");
        }

        foreach (int i in Enumerable.Range(0, FailureBackoff.MaxKnown - 2))
        {
            backoff.Fail(i.ToString(CultureInfo.InvariantCulture));
        }

        // It came first, and failed last.
        backoff.Fail("first");
        backoff.Fail("newcomer");
        Assert.True(backoff.IsWaiting("first"));
        Assert.False(backoff.IsWaiting("second"));
    }

    [Fact]
    public void Who_was_right_takes_no_place_any_more()
    {
        var backoff = new FailureBackoff(0, 300, this.clock);
        backoff.Fail("guesser");
        for (int i = 0; i < 2 * FailureBackoff.MaxKnown; i++)
        {
            backoff.Fail("other");
            backoff.Forget("other");
        }

        Assert.True(backoff.IsWaiting("guesser"));
    }
}
