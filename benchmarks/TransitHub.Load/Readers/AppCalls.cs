using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using TransitHub.Protocol.V1;
using Client = TransitHub.Protocol.V1.TransitHub.TransitHubClient;

namespace TransitHub.Load.Readers;

/// <summary>The two calls that an app needs, arrivals and crowding at a stop, in turn, at moments spread evenly whatever the answers take; over gRPC or HTTP.</summary>
internal sealed class AppCalls : IDisposable
{
    private const int Connections = 4;
    private readonly WaitingZones zones;
    private readonly string feed;
    private readonly bool overHttp;
    private readonly HttpClient http;
    private readonly GrpcChannel[] channels;
    private readonly LatencyCounts arrivals = new();
    private readonly LatencyCounts crowding = new();
    private readonly Random random = new(5);
    private double latestStart;
    private long bytes;

    public AppCalls(Uri http, Uri grpc, WaitingZones zones, string feed, bool overHttp)
    {
        (this.zones, this.feed, this.overHttp) = (zones, feed, overHttp);
        this.http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }) { BaseAddress = http };
        this.channels = [.. Enumerable.Range(0, Connections).Select(_ => GrpcChannel.ForAddress(grpc))];
    }

    /// <summary>Calls at a rate for a time, and tells what came of it.</summary>
    public async Task<string> RunAsync(double rate, double seconds, CancellationToken cancellation)
    {
        this.arrivals.Clear();
        this.crowding.Clear();
        (this.latestStart, this.bytes) = (0, 0);
        long began = Stopwatch.GetTimestamp();
        List<Task> running = [];
        int started = 0;
        for (double elapsed = 0; elapsed < seconds; elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds)
        {
            for (; started < elapsed * rate; started++)
            {
                this.latestStart = Math.Max(this.latestStart, elapsed - (started / rate));
                running.Add(this.CallAsync(this.zones.StopId(this.random.Next(this.zones.Count)), started, cancellation));
            }

            running.RemoveAll(c => c.IsCompletedSuccessfully);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellation);
        }

        await Task.WhenAll(running);
        double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(this.overHttp ? "HTTP" : "gRPC")} calls: {started / took:F0}/s, {this.bytes / took / 1e6:F1} MB/s; arrivals {TextOf(this.arrivals)}; crowding {TextOf(this.crowding)}; the caller began one {1000 * this.latestStart:F0} ms late at most");
    }

    public void Dispose()
    {
        this.http.Dispose();
        Array.ForEach(this.channels, c => c.Dispose());
    }

    private static string TextOf(LatencyCounts counts) =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {counts.At(0.5):F1} ms, p99 {counts.At(0.99):F1} ms, longest {counts.At(1):F0} ms");

    private async Task CallAsync(string stop, int number, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        bool ofArrivals = number % 2 == 0;
        int read = this.overHttp
            ? (await this.http.GetByteArrayAsync(new Uri(ofArrivals ? $"/v1/stops/{stop}/arrivals?feed={this.feed}" : $"/v1/crowding?feed={this.feed}&stop={stop}", UriKind.Relative), cancellation)).Length
            : await this.CallGrpcAsync(ofArrivals, stop, this.channels[number / 2 % Connections], cancellation);
        (ofArrivals ? this.arrivals : this.crowding).Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        Interlocked.Add(ref this.bytes, read);
    }

    private async Task<int> CallGrpcAsync(bool ofArrivals, string stop, GrpcChannel channel, CancellationToken cancellation)
    {
        Client client = new(channel);
        return ofArrivals
            ? (await client.ListArrivalsAsync(new ListArrivalsRequest { FeedId = this.feed, StopId = stop }, cancellationToken: cancellation)).CalculateSize()
            : (await client.ListCrowdingAsync(new ListCrowdingRequest { FeedId = this.feed, Filter = new EntityFilter { StopIds = { stop } } }, cancellationToken: cancellation)).CalculateSize();
    }
}
