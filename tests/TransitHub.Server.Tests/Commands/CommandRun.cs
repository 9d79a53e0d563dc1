using TransitHub.Server.Commands;

namespace TransitHub.Server.Tests.Commands;

/// <summary>One call of the executable's command line in the test's own process.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static async Task<CommandRun> Of(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = await TransitHubCommandLine.RunAsync(arguments, output, error);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>It failed for this reason, in one line that tells a person what is wrong, and nothing else.</summary>
    public void AssertFailed(int exitCode, string told)
    {
        Assert.Equal(exitCode, this.ExitCode);
        string line = Assert.Single(this.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("transithub: ", line, StringComparison.Ordinal);
        Assert.Contains(told, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", this.Error + this.Output, StringComparison.Ordinal);
    }
}
