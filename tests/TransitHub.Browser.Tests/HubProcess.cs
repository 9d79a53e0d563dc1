using System.Diagnostics;
using System.Net.Sockets;
using TransitHub.Testing;

namespace TransitHub.Browser.Tests;

/// <summary>The built executable as a process of its own, on ports that it finds again after a restart.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-browser-").FullName;
    private readonly int[] ports = TestPorts.Free(3);
    private Process? process;

    public Uri Http => new($"http://127.0.0.1:{this.ports[0]}/");

    /// <summary>Settings by their names in the environment; read at the start.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public int MqttPort => this.ports[2];

    /// <summary>Its data folder.</summary>
    public string Data => Path.Combine(this.folder, "data");

    /// <summary>Starts it with the river city's GTFS and waits until it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellation, params string[] more)
    {
        string gtfs = Path.Combine(this.folder, "gtfs");
        RiverCity.WriteGtfs(gtfs);
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "transithub"),
            [
                "serve", "--data", this.Data, "--feed", RiverCity.Feed, "--gtfs", gtfs,
                "--http", $"127.0.0.1:{this.ports[0]}", "--grpc", $"127.0.0.1:{this.ports[1]}", "--mqtt-listen", $"127.0.0.1:{this.ports[2]}", .. more,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A heartbeat tells the hub's time, which a test may want to tell itself.
        start.Environment["TRANSITHUB__WATCH__HEARTBEATSECONDS"] = "300";
        foreach ((string name, string value) in this.Settings)
        {
            start.Environment[name] = value;
        }

        this.process = Process.Start(start)!;
        Task<string> complaint = this.process.StandardError.ReadToEndAsync(cancellation);
        _ = this.process.StandardOutput.ReadToEndAsync(cancellation);
        using var http = new HttpClient { BaseAddress = this.Http };
        while (true)
        {
            Assert.False(this.process.HasExited, this.process.HasExited ? await complaint : string.Empty);
            try
            {
                using HttpResponseMessage ready = await http.GetAsync(new Uri("/readyz", UriKind.Relative), cancellation);
                if (ready.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception notYet) when (notYet is HttpRequestException or SocketException)
            {
                // Not listening yet. A connection that ends while HttpClient asks it for its address throws the socket's exception.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
        }
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        if (this.process is { } running)
        {
            running.Kill();
            await running.WaitForExitAsync();
            running.Dispose();
            this.process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await this.KillAsync();
        Directory.Delete(this.folder, recursive: true);
    }
}
