using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TransitHub.Testing;

/// <summary>A Mosquitto broker of a test's own, on a free port of the loopback interface, without persistence or passwords.</summary>
public sealed class Mosquitto : IAsyncDisposable
{
    /// <summary>What a skipped test says.</summary>
    public const string SkipReason = "Mosquitto is not installed: apt-get install mosquitto.";

    private static readonly string[] Places = ["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto"];
    private readonly Process process;

    private Mosquitto(Process process, int port)
    {
        this.process = process;
        this.Port = port;
    }

    /// <summary>Whether there is one to start.</summary>
    public static bool IsInstalled => Array.Exists(Places, File.Exists);

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Starts it and waits until it takes connections.</summary>
    /// <param name="folder">Takes its configuration.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<Mosquitto> StartAsync(string folder, CancellationToken cancellation)
    {
        int port = FreePort();
        string configuration = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(
            configuration, $"listener {port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nlog_type error\n", cancellation);
        Process process = Process.Start(new ProcessStartInfo(Array.Find(Places, File.Exists)!, ["-c", configuration]))
            ?? throw new InvalidOperationException("mosquitto did not start.");
        var broker = new Mosquitto(process, port);
        while (!await AnswersAsync(port, cancellation))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"mosquitto ended with {process.ExitCode}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }

        return broker;
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        this.process.Kill();
        await this.process.WaitForExitAsync();
        this.process.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
