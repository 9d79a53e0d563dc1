using System.Diagnostics;
using Grpc.Net.Client;
using TransitHub.Protocol.V1;
using Client = TransitHub.Protocol.V1.TransitHub.TransitHubClient;

namespace TransitHub.Load.Readers;

/// <summary>The two calls that an app needs, arrivals and crowding at a stop, in turn, at moments spread evenly whatever the answers take; over gRPC or HTTP.</summary>
internal sealed class AppCalls : IDisposable
{
    private const int Connections = 4;
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);
    private readonly WaitingZones zones;
    private readonly string feed;
    private readonly bool overHttp;
    private readonly HttpClient http;
    private readonly GrpcChannel[] channels;
    private readonly CallTimes arrivals = new();
    private readonly CallTimes crowding = new();
    private readonly LatencyCounts late = new();
    private readonly Random random = new(5);
    private double latest;
    private long bytes;
    private int waiting;

    public AppCalls(Uri http, Uri grpc, WaitingZones zones, string feed, bool overHttp)
    {
        (this.zones, this.feed, this.overHttp) = (zones, feed, overHttp);
        this.http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }) { BaseAddress = http };
        this.channels = [.. Enumerable.Range(0, Connections).Select(_ => GrpcChannel.ForAddress(grpc))];
    }

    /// <summary>
    /// Calls at a rate for a time, and tells what came of it. It holds the thread it is called on, which does nothing but begin calls when they are due: how late it did that is the caller's own share,
    /// and is told apart.
    /// </summary>
    public CallReport Run(double rate, double seconds, CancellationToken cancellation)
    {
        this.arrivals.Clear();
        this.crowding.Clear();
        this.late.Clear();
        (this.latest, this.bytes) = (0, 0);
        double processor = Environment.CpuUsage.TotalTime.TotalSeconds;
        int count = (int)(rate * seconds);
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            long due = began + (long)(i / rate * Stopwatch.Frequency);
            WaitUntil(due, cancellation);
            long now = Stopwatch.GetTimestamp();
            double behind = Stopwatch.GetElapsedTime(due, now).TotalMilliseconds;
            this.late.Add(behind);
            this.latest = Math.Max(this.latest, behind);
            Interlocked.Increment(ref this.waiting);
            _ = this.CallAsync(this.zones.StopId(this.random.Next(this.zones.Count)), i, due, now, cancellation);
        }

        double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        SpinWait.SpinUntil(() => Volatile.Read(ref this.waiting) == 0, LongestAnswer);
        processor = Environment.CpuUsage.TotalTime.TotalSeconds - processor;
        return new CallReport(this.overHttp ? "HTTP" : "gRPC", count / took, this.bytes / took / 1e6, processor, this.arrivals.Figures(), this.crowding.Figures(), this.late.At(0.99), this.latest, Volatile.Read(ref this.waiting));
    }

    public void Dispose()
    {
        this.http.Dispose();
        Array.ForEach(this.channels, c => c.Dispose());
    }

    /// <summary>By the system's own waiting, which is right to a millisecond; more would cost the processor that the hub needs.</summary>
    private static void WaitUntil(long due, CancellationToken cancellation)
    {
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } left)
        {
            cancellation.WaitHandle.WaitOne((int)Math.Ceiling(left.TotalMilliseconds - 0.5));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task CallAsync(string stop, int number, long due, long began, CancellationToken cancellation)
    {
        bool ofArrivals = number % 2 == 0;
        int read = this.overHttp
            ? (await this.http.GetByteArrayAsync(new Uri(ofArrivals ? $"/v1/stops/{stop}/arrivals?feed={this.feed}" : $"/v1/crowding?feed={this.feed}&stop={stop}", UriKind.Relative), cancellation)).Length
            : await this.CallGrpcAsync(ofArrivals, stop, this.channels[number / 2 % Connections], cancellation);
        (ofArrivals ? this.arrivals : this.crowding).Add(due, began, Stopwatch.GetTimestamp());
        Interlocked.Add(ref this.bytes, read);

        // One that fails stays among those that wait, and is told.
        Interlocked.Decrement(ref this.waiting);
    }

    private async Task<int> CallGrpcAsync(bool ofArrivals, string stop, GrpcChannel channel, CancellationToken cancellation)
    {
        Client client = new(channel);
        return ofArrivals
            ? (await client.ListArrivalsAsync(new ListArrivalsRequest { FeedId = this.feed, StopId = stop }, cancellationToken: cancellation)).CalculateSize()
            : (await client.ListCrowdingAsync(new ListCrowdingRequest { FeedId = this.feed, Filter = new EntityFilter { StopIds = { stop } } }, cancellationToken: cancellation)).CalculateSize();
    }

    /// <summary>Of one kind of call.</summary>
    private sealed class CallTimes
    {
        private readonly LatencyCounts calls = new();
        private readonly LatencyCounts fromDue = new();
        private double longest;

        public void Add(long due, long began, long ended)
        {
            double took = Stopwatch.GetElapsedTime(began, ended).TotalMilliseconds;
            this.calls.Add(took);
            this.fromDue.Add(Stopwatch.GetElapsedTime(due, ended).TotalMilliseconds);
            this.longest = Math.Max(this.longest, took);
        }

        public void Clear()
        {
            this.calls.Clear();
            this.fromDue.Clear();
            this.longest = 0;
        }

        public CallFigures Figures() => new(this.calls.At(0.5), this.calls.At(0.99), this.calls.At(0.999), this.longest, this.fromDue.At(0.99));
    }
}
