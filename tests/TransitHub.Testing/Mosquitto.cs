using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TransitHub.Testing.Processes;

namespace TransitHub.Testing;

/// <summary>A real Mosquitto broker of a test's own, with its own folder, on a free port of the loopback interface.</summary>
public sealed class Mosquitto : IAsyncDisposable
{
    private const string Install = "The tests need Mosquitto. Run: apt-get install mosquitto mosquitto-clients";

    /// <summary>What every test's broker is told unless it says otherwise: sessions outlive a kill -9.</summary>
    private const string Persistent = """
        allow_anonymous true
        persistence true
        max_queued_messages 0
        log_type error
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("transithub-mosquitto-").FullName;
    private Process? process;

    private Mosquitto(int port) => this.Port = port;

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

    /// <summary>Starts it and waits until it takes connections.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="settings">Lines of mosquitto.conf besides the listener and the place of its files.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or ended at once.</exception>
    public static async Task<Mosquitto> StartAsync(CancellationToken cancellation, string settings = Persistent)
    {
        var broker = new Mosquitto(TestPorts.Free());
        string[] lines = [$"listener {broker.Port} 127.0.0.1", $"persistence_location {broker.folder}/", .. Environment.UserName == "root" ? ["user root"] : Array.Empty<string>(), settings];
        await File.WriteAllLinesAsync(broker.Configuration, lines, cancellation);
        await broker.RunAsync(cancellation);
        return broker;
    }

    /// <summary>Publishes with <c>mosquitto_pub</c> and waits until it is done.</summary>
    /// <param name="port">A broker's port on loopback.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="more">Further arguments, such as <c>-q 1</c>.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or failed.</exception>
    public static async Task PublishAsync(int port, string topic, string payload, CancellationToken cancellation, params string[] more)
    {
        using Process publisher = Start("mosquitto_pub", ["-h", "127.0.0.1", "-p", $"{port}", "-t", topic, "-m", payload, .. more]);
        string complaint = await publisher.StandardError.ReadToEndAsync(cancellation);
        await publisher.WaitForExitAsync(cancellation);
        if (publisher.ExitCode != 0)
        {
            throw new InvalidOperationException("mosquitto_pub: " + complaint);
        }
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>, on the same port and files.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // Debian puts the broker where an ordinary user's PATH does not lead.
        this.process = Start(File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto", ["-c", this.Configuration]);
        while (!await this.ListensAsync(cancellation))
        {
            if (this.process.HasExited)
            {
                throw new InvalidOperationException("mosquitto ended: " + await this.process.StandardError.ReadToEndAsync(cancellation));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        this.process!.Kill();
        await this.process.WaitForExitAsync();
        this.process.Dispose();
        this.process = null;
    }

    /// <summary>Ends it in order, so that it keeps what it has acknowledged, and starts it again.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        await ProcessSignals.SendAsync(this.process!, "TERM");
        await this.process!.WaitForExitAsync(cancellation);
        this.process.Dispose();
        await this.RunAsync(cancellation);
    }

    /// <summary>Ends it and removes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (this.process is not null)
        {
            await this.KillAsync();
        }

        Directory.Delete(this.folder, recursive: true);
    }

    private string Configuration => Path.Combine(this.folder, "mosquitto.conf");

    private static Process Start(string file, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(Install, missing);
        }
    }

    private async Task<bool> ListensAsync(CancellationToken cancellation)
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
}
