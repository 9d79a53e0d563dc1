using System.Diagnostics;
using TransitHub.Testing.Processes;

namespace TransitHub.Testing;

/// <summary>A real Redis or Valkey of a test's own, with its own folder, on a free port of the loopback interface. It has each write on the disk before it answers.</summary>
public sealed class RedisServer : ServerProcess
{
    /// <summary>What a skipped test says where there is no Valkey.</summary>
    public const string NoValkey = "valkey-server is not installed: apt-get install valkey-server (Debian 13, or Debian 12 with bookworm-backports).";

    private const string Install = "The tests need Redis. Run: apt-get install redis-server";
    private readonly string program;
    private readonly string[] arguments;

    private RedisServer(string program, int port, string[] arguments)
        : base(port, "redis", Install) => (this.program, this.arguments) = (program, arguments);

    /// <inheritdoc/>
    protected override (string Program, string[] Arguments) Command => (
        this.program,
        ["--port", $"{this.Port}", "--bind", "127.0.0.1", "--dir", this.Folder, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--loglevel", "warning", .. this.arguments]);

    private string[] Login => Array.IndexOf(this.arguments, "--requirepass") is >= 0 and var at ? ["--no-auth-warning", "-a", this.arguments[at + 1]] : [];

    /// <summary>Whether Valkey is installed.</summary>
    public static bool HasValkey => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(p => File.Exists(Path.Combine(p, "valkey-server")));

    /// <summary>Starts it and waits until it takes connections.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="program"><c>redis-server</c> or <c>valkey-server</c>.</param>
    /// <param name="more">Further arguments, such as <c>--requirepass</c> and a password.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or ended at once.</exception>
    public static Task<RedisServer> StartAsync(CancellationToken cancellation, string program = "redis-server", params string[] more) =>
        StartAsync(TestPorts.Free(), program, more, cancellation);

    /// <summary>The same on a port that was chosen, as a cluster's nodes must be.</summary>
    /// <param name="port">A free port.</param>
    /// <param name="program"><c>redis-server</c> or <c>valkey-server</c>.</param>
    /// <param name="more">Further arguments.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<RedisServer> StartAsync(int port, string program, string[] more, CancellationToken cancellation)
    {
        var server = new RedisServer(program, port, more);
        await server.RunAsync(cancellation);
        return server;
    }

    /// <summary>Gives it a command with <c>redis-cli</c> and returns the answer.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="command">The command and its arguments.</param>
    public async Task<string> CommandAsync(CancellationToken cancellation, params string[] command)
    {
        using Process client = Start("redis-cli", ["-h", "127.0.0.1", "-p", $"{this.Port}", .. command], Install);
        string answer = await client.StandardOutput.ReadToEndAsync(cancellation);
        await client.WaitForExitAsync(cancellation);
        return answer.Trim();
    }

    /// <summary>Whether the server that answers is this one, and no other that took the port first.</summary>
    protected override async Task<bool> AnswersAsync(CancellationToken cancellation) =>
        await base.AnswersAsync(cancellation)
        && (await this.CommandAsync(cancellation, [.. this.Login, "INFO", "server"])).Contains($"process_id:{this.Running.Id}", StringComparison.Ordinal);
}
