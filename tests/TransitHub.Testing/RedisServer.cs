using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TransitHub.Testing.Processes;

namespace TransitHub.Testing;

/// <summary>A real Redis or Valkey of a test's own, with its own folder, on a free port of the loopback interface. It has each write on the disk before it answers.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    /// <summary>What a skipped test says where there is no Valkey.</summary>
    public const string NoValkey = "valkey-server is not installed: apt-get install valkey-server (Debian 13, or Debian 12 with bookworm-backports).";

    private readonly string folder = Directory.CreateTempSubdirectory("transithub-redis-").FullName;
    private readonly string program;
    private readonly string[] arguments;
    private Process? process;

    private RedisServer(string program, int port, string[] arguments) => (this.program, this.Port, this.arguments) = (program, port, arguments);

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Memory in use, bytes.</summary>
    public long WorkingSet
    {
        get
        {
            this.process!.Refresh();
            return this.process.WorkingSet64;
        }
    }

    /// <summary>Seconds of processor time so far.</summary>
    public double ProcessorSeconds
    {
        get
        {
            this.process!.Refresh();
            return this.process.TotalProcessorTime.TotalSeconds;
        }
    }

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

    /// <summary>Starts it again after <see cref="KillAsync"/>, on the same port and files.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        this.process = Start(
            this.program,
            ["--port", $"{this.Port}", "--bind", "127.0.0.1", "--dir", this.folder, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--loglevel", "warning", .. this.arguments]);
        while (!await this.AnswersAsync(cancellation))
        {
            if (this.process.HasExited)
            {
                throw new InvalidOperationException($"{this.program} ended: " + await this.process.StandardOutput.ReadToEndAsync(cancellation));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }
    }

    /// <summary>Gives it a command with <c>redis-cli</c> and returns the answer.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="command">The command and its arguments.</param>
    public async Task<string> CommandAsync(CancellationToken cancellation, params string[] command)
    {
        using Process client = Start("redis-cli", ["-h", "127.0.0.1", "-p", $"{this.Port}", .. command]);
        string answer = await client.StandardOutput.ReadToEndAsync(cancellation);
        await client.WaitForExitAsync(cancellation);
        return answer.Trim();
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        this.process!.Kill();
        await this.process.WaitForExitAsync();
        this.process.Dispose();
        this.process = null;
    }

    /// <summary>Sends it a signal, such as <c>STOP</c> and <c>CONT</c> for a pause.</summary>
    /// <param name="signal">The signal's name.</param>
    public Task SignalAsync(string signal) => ProcessSignals.SendAsync(this.process!, signal);

    /// <summary>Ends it and removes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (this.process is not null)
        {
            await this.KillAsync();
        }

        Directory.Delete(this.folder, recursive: true);
    }

    private static Process Start(string file, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("The tests need Redis. Run: apt-get install redis-server", missing);
        }
    }

    /// <summary>Whether the server that answers is this one, and no other that took the port first.</summary>
    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, this.Port, cancellation);
            return (await this.CommandAsync(cancellation, [.. this.Login, "INFO", "server"])).Contains($"process_id:{this.process!.Id}", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
