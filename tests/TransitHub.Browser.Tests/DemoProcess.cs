using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using TransitHub.Testing;

namespace TransitHub.Browser.Tests;

/// <summary>The sample city at eight in the morning, as a process of its own.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private readonly Process process;

    private DemoProcess(Process process, Uri http) => (this.process, this.Http) = (process, http);

    public Uri Http { get; }

    /// <summary>Starts it and waits until so many vehicles are on a trip.</summary>
    public static async Task<DemoProcess> StartAsync(int vehicles, CancellationToken cancellation)
    {
        int port = TestPorts.Free();
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "transithub"),
            ["demo", "--seed", "1", "--hour", "8", "--http", $"127.0.0.1:{port}", "--grpc", "127.0.0.1:0", "--mqtt-listen", "127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var demo = new DemoProcess(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}/"));
        _ = demo.process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> complaint = demo.process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var http = new HttpClient { BaseAddress = demo.Http };
        while (await demo.VehiclesOnTripsAsync(http, cancellation) < vehicles)
        {
            Assert.False(demo.process.HasExited, demo.process.HasExited ? await complaint : string.Empty);
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellation);
        }

        return demo;
    }

    public async ValueTask DisposeAsync()
    {
        using Process end = Process.Start("kill", ["-TERM", $"{this.process.Id}"]);
        await this.process.WaitForExitAsync();
        this.process.Dispose();
    }

    private async Task<int> VehiclesOnTripsAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using JsonDocument feeds = JsonDocument.Parse(await http.GetStringAsync(new Uri("/v1/feeds", UriKind.Relative), cancellation));
            return feeds.RootElement[0].GetProperty("matched_vehicles").GetInt32();
        }
        catch (Exception notYet) when (notYet is HttpRequestException or SocketException && !this.process.HasExited)
        {
            return 0;
        }
    }
}
