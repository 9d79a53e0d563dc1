using System.Diagnostics;
using System.Globalization;

namespace TransitHub.Testing.Processes;

/// <summary>The built hub as a process of its own, on free ports of loopback.</summary>
public sealed class HubProcess : IAsyncDisposable
{
    private readonly Process process;

    private HubProcess(Process process) => this.process = process;

    /// <summary>Where it answers HTTP.</summary>
    public Uri Http { get; private set; } = new("http://127.0.0.1");

    /// <summary>Where it answers gRPC.</summary>
    public Uri Grpc { get; private set; } = new("http://127.0.0.1");

    /// <summary>Its broker's port, or that of the one outside.</summary>
    public int MqttPort { get; private set; }

    /// <summary>Seconds of processor time so far.</summary>
    public double ProcessorSeconds => this.process.ProcessorSecondsNow();

    /// <summary>Memory in use, bytes.</summary>
    public long WorkingSet => this.process.WorkingSetNow();

    /// <summary>Starts it and waits until it says where it listens.</summary>
    /// <param name="executable">The built <c>transithub</c>.</param>
    /// <param name="arguments">Of <c>serve</c>, without the ports of HTTP and gRPC; without a broker it is the embedded one on a free port.</param>
    /// <exception cref="InvalidOperationException">It ended at once.</exception>
    public static async Task<HubProcess> StartAsync(string executable, params string[] arguments)
    {
        string[] listen = arguments.Any(a => a.StartsWith("--mqtt", StringComparison.Ordinal)) ? [] : ["--mqtt-listen", "127.0.0.1:0"];
        HubProcess hub = new(Process.Start(new ProcessStartInfo(
            executable, ["serve", "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", .. listen, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!);
        Task<string> complaint = hub.process.StandardError.ReadToEndAsync();
        while (await hub.process.StandardOutput.ReadLineAsync() is { } line)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words.FirstOrDefault())
            {
                case "HTTP":
                    hub.Http = new Uri(words[1]);
                    break;
                case "gRPC":
                    hub.Grpc = new Uri(words[1]);
                    break;
                case "MQTT":
                    hub.MqttPort = words[1].StartsWith("mqtt", StringComparison.Ordinal)
                        ? new Uri(words[1]).Port
                        : int.Parse(words[1].AsSpan(words[1].LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
                    break;
                case "curl":
                    _ = hub.process.StandardOutput.ReadToEndAsync();
                    return hub;
            }
        }

        throw new InvalidOperationException("The hub ended before it listened: " + await complaint);
    }

    /// <summary>Waits until it answers that it is ready: the log is read, and an outside broker has its subscription.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task UntilReadyAsync(CancellationToken cancellation)
    {
        using HttpClient http = new() { BaseAddress = this.Http };
        while (true)
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative), cancellation);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
        }
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        this.process.Kill();
        await this.process.WaitForExitAsync();
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!this.process.HasExited)
        {
            await this.KillAsync();
        }

        this.process.Dispose();
    }
}
