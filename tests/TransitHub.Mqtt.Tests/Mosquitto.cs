using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TransitHub.Mqtt.Tests;

/// <summary>A real Mosquitto with its own folder and port.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private const string Install = "The tests need Mosquitto. Run: apt-get install mosquitto mosquitto-clients";
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-mosquitto-").FullName;
    private Process? process;

    private Mosquitto(int port) => this.Port = port;

    public int Port { get; }

    public static async Task<Mosquitto> StartAsync()
    {
        Mosquitto broker = new(FreePort());
        await File.WriteAllTextAsync(
            Path.Combine(broker.folder, "mosquitto.conf"),
            $"""
            listener {broker.Port} 127.0.0.1
            allow_anonymous true
            persistence true
            persistence_location {broker.folder}/
            max_queued_messages 100000
            user root

            """,
            TestContext.Current.CancellationToken);
        await broker.RunAsync();
        return broker;
    }

    public static async Task PublishAsync(int port, string topic, string payload, params string[] more)
    {
        using Process publisher = Start("mosquitto_pub", ["-h", "127.0.0.1", "-p", $"{port}", "-t", topic, "-m", payload, .. more]);
        string complaint = await publisher.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await publisher.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(publisher.ExitCode == 0, complaint);
    }

    public async Task RunAsync()
    {
        this.process = Start(Find("mosquitto"), ["-c", Path.Combine(this.folder, "mosquitto.conf")]);
        await Eventually.TrueAsync(this.Listens, () => "mosquitto does not listen: " + this.process.HasExited);
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        this.process!.Kill();
        await this.process.WaitForExitAsync(TestContext.Current.CancellationToken);
        this.process.Dispose();
        this.process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (this.process is not null)
        {
            await this.KillAsync();
        }

        Directory.Delete(this.folder, recursive: true);
    }

    // Debian puts the broker where an ordinary user's PATH does not lead.
    private static string Find(string name) => File.Exists("/usr/sbin/" + name) ? "/usr/sbin/" + name : name;

    private static Process Start(string file, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException(Install, e);
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private bool Listens()
    {
        try
        {
            using TcpClient probe = new("127.0.0.1", this.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
