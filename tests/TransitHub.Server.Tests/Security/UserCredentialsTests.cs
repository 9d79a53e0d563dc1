using Microsoft.Extensions.Time.Testing;
using TransitHub.Server.Options;
using TransitHub.Server.Security;

namespace TransitHub.Server.Tests.Security;

/// <summary>Names and passwords, and what wrong ones cost.</summary>
public sealed class UserCredentialsTests
{
    private const string Home = "address 0a000001";
    private const string Elsewhere = "address 0a000002";
    private static readonly string Hash = PasswordHash.Create("a", 10_000);
    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lets_in_configured_users_only_also_the_second_time()
    {
        using UserCredentials credentials = this.Make();
        Assert.Equal(new PasswordVerdict(PasswordOutcome.Right, 0, true), await credentials.CheckAsync("ada", "a", Home, null, Cancellation));
        Assert.Equal(new PasswordVerdict(PasswordOutcome.Right, 0, false), await credentials.CheckAsync("ada", "a", Home, null, Cancellation));
        Assert.Equal(PasswordOutcome.Wrong, await TryAsync(credentials, "ada", "b", Home));
        Assert.Equal(PasswordOutcome.Wrong, await TryAsync(credentials, "boat", "a", Home));
        Assert.Equal(PasswordOutcome.Wrong, await TryAsync(credentials, new string('x', 10_000), "a", Home));
    }

    [Fact]
    public async Task Lets_nobody_in_where_no_user_is_configured()
    {
        using var credentials = new UserCredentials([], new SignInOptions(), this.clock);
        Assert.True(credentials.IsEmpty);
        Assert.Equal(PasswordOutcome.Wrong, await TryAsync(credentials, string.Empty, string.Empty, Home));
    }

    [Fact]
    public async Task After_free_failures_the_waits_double_up_to_the_longest()
    {
        using UserCredentials credentials = this.Make(free: 2, max: 5);
        List<int> waits = [];
        int looked = 0;
        while (waits.Count < 5)
        {
            PasswordVerdict verdict = await credentials.CheckAsync("boat", "b", Home, null, Cancellation);
            if (verdict.Outcome == PasswordOutcome.Waiting)
            {
                waits.Add(verdict.RetrySeconds);
                this.clock.Advance(TimeSpan.FromSeconds(verdict.RetrySeconds));
            }
            else
            {
                looked++;
            }
        }

        Assert.Equal([1, 2, 4, 5, 5], waits);
        Assert.Equal(7, looked);
    }

    [Fact]
    public async Task While_it_waits_the_right_password_is_not_looked_at_either_and_once_right_the_count_begins_anew()
    {
        using UserCredentials credentials = this.Make(free: 2);
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "ada", "a", Home));
        await FailAsync(credentials, 3, "ada", Home);
        Assert.Equal(PasswordOutcome.Waiting, await TryAsync(credentials, "ada", "a", Home));
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "boss", "a", Home));
        this.clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "ada", "a", Home));
        await FailAsync(credentials, 2, "ada", Home);
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "ada", "a", Home));
    }

    [Fact]
    public async Task An_address_that_tries_many_names_waits_and_who_signed_in_from_it_before_does_not()
    {
        using UserCredentials credentials = this.Make(free: 1);
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "ada", "a", Home));
        for (int i = 0; i <= 10; i++)
        {
            await FailAsync(credentials, 1, $"name-{i}", Home);
        }

        Assert.Equal(PasswordOutcome.Waiting, await TryAsync(credentials, "boss", "a", Home));
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "boss", "a", Elsewhere));
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "ada", "a", Home));
    }

    [Fact]
    public async Task Strangers_everywhere_who_guess_at_a_name_do_not_keep_its_owner_out()
    {
        using UserCredentials credentials = this.Make(free: 1, max: 3_600);
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "ada", "a", Home));
        for (int i = 0; i < 40; i++)
        {
            PasswordVerdict verdict = await credentials.CheckAsync("ada", "b", $"address {i}", null, Cancellation);
            Assert.InRange(verdict.RetrySeconds, 0, 60);
            this.clock.Advance(TimeSpan.FromSeconds(verdict.RetrySeconds));
        }

        await FailAsync(credentials, 1, "ada", "address 41");
        Assert.Equal(PasswordOutcome.Waiting, await TryAsync(credentials, "ada", "a", Elsewhere));
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "ada", "a", Elsewhere, browser: "known"));
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "ada", "a", Home));
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "boss", "a", Elsewhere));
    }

    [Fact]
    public async Task A_browser_that_is_known_waits_for_its_own_failures()
    {
        using UserCredentials credentials = this.Make(free: 2);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(PasswordOutcome.Wrong, await TryAsync(credentials, "ada", "b", Home, "known"));
        }

        Assert.Equal(PasswordOutcome.Waiting, await TryAsync(credentials, "ada", "a", Elsewhere, "known"));
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "ada", "a", Elsewhere));
    }

    [Fact]
    public async Task More_than_may_wait_are_told_to_come_again()
    {
        using UserCredentials credentials = this.Make(waiting: 1);
        int all = credentials.Hashing.Admitted.CurrentCount;
        await TakeAsync(credentials, all);
        Task<PasswordOutcome> first = TryAsync(credentials, "ada", "a", Home);
        Assert.Equal(PasswordVerdict.Busy, await credentials.CheckAsync("boss", "a", Home, null, Cancellation));
        credentials.Hashing.Admitted.Release(all);
        Assert.Equal(PasswordOutcome.Right, await first);
        Assert.Equal(PasswordOutcome.Right, await TryAsync(credentials, "boss", "a", Home));
    }

    [Fact]
    public async Task Guesses_that_come_at_once_are_not_all_looked_at()
    {
        using UserCredentials credentials = this.Make(free: 2);
        await TakeAsync(credentials, credentials.Hashing.Admitted.CurrentCount);
        Task<PasswordOutcome>[] guesses = [.. Enumerable.Range(0, 10).Select(_ => TryAsync(credentials, "ada", "b", Home))];
        credentials.Hashing.Admitted.Release();
        PasswordOutcome[] outcomes = await Task.WhenAll(guesses);
        Assert.Equal(3, outcomes.Count(o => o == PasswordOutcome.Wrong));
        Assert.Equal(7, outcomes.Count(o => o == PasswordOutcome.Waiting));
    }

    private UserCredentials Make(int free = 5, int max = 300, int waiting = 64) => new(
        [new NamedUser { Name = "ada", PasswordHash = Hash }, new NamedUser { Name = "boss", PasswordHash = Hash }],
        new SignInOptions { FreeFailures = free, MaxBackoffSeconds = max, MaxWaiting = waiting },
        this.clock);

    private static async Task TakeAsync(UserCredentials credentials, int permits)
    {
        for (int i = 0; i < permits; i++)
        {
            await credentials.Hashing.Admitted.WaitAsync(Cancellation);
        }
    }

    private static async Task FailAsync(UserCredentials credentials, int times, string name, string address)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.Equal(PasswordOutcome.Wrong, await TryAsync(credentials, name, "b", address));
        }
    }

    private static async Task<PasswordOutcome> TryAsync(UserCredentials credentials, string name, string password, string address, string? browser = null) =>
        (await credentials.CheckAsync(name, password, address, browser, Cancellation)).Outcome;
}
