using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TransitHub.Testing.Processes;

/// <summary>A server of a test's own, with its own folder, on a port of the loopback interface.</summary>
/// <param name="port">A free port.</param>
/// <param name="name">The server's, for its folder.</param>
/// <param name="install">What to say where it is not installed.</param>
public abstract class ServerProcess(int port, string name, string install) : IAsyncDisposable
{
    private Process? process;

    /// <summary>Where it listens.</summary>
    public int Port { get; } = port;

    /// <summary>Memory in use, bytes.</summary>
    public long WorkingSet => this.Running.WorkingSetNow();

    /// <summary>Seconds of processor time so far.</summary>
    public double ProcessorSeconds => this.Running.ProcessorSecondsNow();

    /// <summary>Its files.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory($"transithub-{name}-").FullName;

    /// <summary>The process.</summary>
    protected Process Running => this.process ?? throw new InvalidOperationException($"{name} does not run.");

    /// <summary>How it is started.</summary>
    protected abstract (string Program, string[] Arguments) Command { get; }

    /// <summary>Starts it again after <see cref="KillAsync"/>, on the same port and files.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or ended at once.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        (string program, string[] arguments) = this.Command;
        this.process = Start(program, arguments, install);
        while (!await this.AnswersAsync(cancellation))
        {
            if (this.process.HasExited)
            {
                throw new InvalidOperationException($"{program} ended: {await this.process.StandardError.ReadToEndAsync(cancellation)}{await this.process.StandardOutput.ReadToEndAsync(cancellation)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        this.Running.Kill();
        await this.EndedAsync(CancellationToken.None);
    }

    /// <summary>Sends it a signal, such as <c>STOP</c> and <c>CONT</c> for a pause.</summary>
    /// <param name="signal">The signal's name.</param>
    public Task SignalAsync(string signal) => ProcessSignals.SendAsync(this.Running, signal);

    /// <summary>Ends it in order, so that it keeps what it has acknowledged, and starts it again.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        await this.SignalAsync("TERM");
        await this.EndedAsync(cancellation);
        await this.RunAsync(cancellation);
    }

    /// <summary>Ends it and removes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (this.process is not null)
        {
            await this.KillAsync();
        }

        Directory.Delete(this.Folder, recursive: true);
    }

    /// <summary>Starts a program of a package.</summary>
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    protected static Process Start(string program, string[] arguments, string install)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(install, missing);
        }
    }

    /// <summary>Whether it takes connections.</summary>
    protected virtual async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, this.Port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task EndedAsync(CancellationToken cancellation)
    {
        await this.Running.WaitForExitAsync(cancellation);
        this.Running.Dispose();
        this.process = null;
    }
}
