using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TransitHub.Server.Security;
using TransitHub.Server.Security.SignIn;

namespace TransitHub.Server.Tests.Security.SignIn;

/// <summary>What the log says of sign-ins.</summary>
public sealed class SignInLogTests
{
    private readonly Lines lines = new();

    [Fact]
    public void A_name_that_somebody_made_up_stays_in_its_line_and_is_cut()
    {
        using var log = new SignInLog(this.lines);
        log.Note(new DefaultHttpContext(), "ada\n2026 info: 'boss' signed in \u001b[31m" + new string('x', 1_000), SignInWay.Password, PasswordVerdict.Wrong);
        string line = Assert.Single(this.lines.All);
        Assert.StartsWith("A sign-in as 'ada?2026 info: 'boss' signed in ?[31mxx", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, char.IsControl);
        Assert.InRange(line.Length, 64, 160);
    }

    [Fact]
    public void Who_goes_on_guessing_does_not_fill_the_log_and_scripts_have_one_line()
    {
        using var log = new SignInLog(this.lines);
        log.Note(new DefaultHttpContext(), "ada", SignInWay.Password, PasswordVerdict.Wait(5));
        log.Note(new DefaultHttpContext(), "ada", SignInWay.Password, PasswordVerdict.Busy);
        Assert.Empty(this.lines.All);
        log.Note(new DefaultHttpContext(), "ada", SignInWay.Basic, new PasswordVerdict(PasswordOutcome.Right, 0, true));
        log.Note(new DefaultHttpContext(), "ada", SignInWay.Basic, new PasswordVerdict(PasswordOutcome.Right, 0, false));
        Assert.Single(this.lines.All);
        log.Note(new DefaultHttpContext(), "ada", SignInWay.Password, new PasswordVerdict(PasswordOutcome.Right, 0, false));
        Assert.Equal(2, this.lines.All.Count);
    }

    [Fact]
    public void What_a_provider_says_is_cut()
    {
        using var log = new SignInLog(this.lines);
        log.Failed(new DefaultHttpContext(), "city", new string('x', 10_000));
        Assert.InRange(Assert.Single(this.lines.All).Length, 300, 400);
    }

    private sealed class Lines : ILogger<SignInLog>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => this.All.Add(formatter(state, exception));
    }
}
