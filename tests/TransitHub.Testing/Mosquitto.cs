using System.Diagnostics;
using TransitHub.Testing.Processes;

namespace TransitHub.Testing;

/// <summary>A real Mosquitto broker of a test's own, with its own folder, on a free port of the loopback interface.</summary>
public sealed class Mosquitto : ServerProcess
{
    private const string Install = "The tests need Mosquitto. Run: apt-get install mosquitto mosquitto-clients";

    /// <summary>What every test's broker is told unless it says otherwise: sessions outlive a kill -9.</summary>
    private const string Persistent = """
        allow_anonymous true
        persistence true
        max_queued_messages 0
        log_type error
        """;

    private Mosquitto(int port)
        : base(port, "mosquitto", Install)
    {
    }

    /// <inheritdoc/>
    /// <remarks>Debian puts the broker where an ordinary user's PATH does not lead.</remarks>
    protected override (string Program, string[] Arguments) Command =>
        (File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto", ["-c", this.Configuration]);

    private string Configuration => Path.Combine(this.Folder, "mosquitto.conf");

    /// <summary>Starts it and waits until it takes connections.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="settings">Lines of mosquitto.conf besides the listener and the place of its files.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or ended at once.</exception>
    public static async Task<Mosquitto> StartAsync(CancellationToken cancellation, string settings = Persistent)
    {
        var broker = new Mosquitto(TestPorts.Free());
        string[] lines = [$"listener {broker.Port} 127.0.0.1", $"persistence_location {broker.Folder}/", .. Environment.UserName == "root" ? ["user root"] : Array.Empty<string>(), settings];
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
        using Process publisher = Start("mosquitto_pub", ["-h", "127.0.0.1", "-p", $"{port}", "-t", topic, "-m", payload, .. more], Install);
        string complaint = await publisher.StandardError.ReadToEndAsync(cancellation);
        await publisher.WaitForExitAsync(cancellation);
        if (publisher.ExitCode != 0)
        {
            throw new InvalidOperationException("mosquitto_pub: " + complaint);
        }
    }
}
