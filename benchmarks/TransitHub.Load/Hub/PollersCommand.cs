using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace TransitHub.Load.Hub;

/// <summary>
/// <c>pollers</c>: consumers that fetch a feed of a running hub, at moments spread evenly whatever the answers take, so that a slow answer delays
/// no other and is not left out of the figures. Each fetch is another consumer: it has a message of some seconds ago, as one has that comes every so often.
/// </summary>
internal static class PollersCommand
{
    private static readonly Option<string> Address = new("--url") { Required = true, Description = "The message, such as http://127.0.0.1:8080/gtfs-rt/city/trip-updates.pb" };
    private static readonly Option<int> Rate = new("--rate") { DefaultValueFactory = _ => 200, Description = "Fetches a second" };
    private static readonly Option<int> Seconds = new("--seconds") { DefaultValueFactory = _ => 30 };
    private static readonly Option<string> Coding = new("--coding") { DefaultValueFactory = _ => "br", Description = "br, gzip or identity" };
    private static readonly Option<bool> Conditional = new("--conditional") { Description = "Each fetch names the newest entity tag that any of them got, as consumers do that ask more often than the feed changes" };
    private static readonly Option<int?> HubProcess = new("--hub-pid") { Description = "The hub's process id, to tell its processor time" };

    public static Command Create()
    {
        var command = new Command("pollers", "Consumers that fetch a feed of a running hub.") { Address, Rate, Seconds, Coding, Conditional, HubProcess };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2000, AutomaticDecompression = DecompressionMethods.None });
        var polling = new Polling(http, parsed.GetValue(Address)!, parsed.GetValue(Coding)!, parsed.GetValue(Conditional));
        await polling.FetchAsync(cancellation);
        polling.Clear();
        var processor = new ProcessorTime(parsed.GetValue(HubProcess));
        int count = parsed.GetValue(Rate) * parsed.GetValue(Seconds);
        long began = Stopwatch.GetTimestamp();
        List<Task> running = [];
        for (int i = 0; i < count; i++)
        {
            TimeSpan due = TimeSpan.FromSeconds((double)i / parsed.GetValue(Rate)) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, cancellation);
            }

            running.Add(polling.FetchAsync(cancellation));
        }

        await Task.WhenAll(running);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} fetches in {seconds:F1} s ({count / seconds:F0}/s), {polling}, hub's processor {processor.Seconds?.ToString("F1", CultureInfo.InvariantCulture) ?? "?"} s"));
        return 0;
    }

    private sealed class Polling(HttpClient http, string address, string coding, bool isConditional)
    {
        private readonly Lock sync = new();
        private readonly List<double> milliseconds = [];
        private long bytes;
        private int unchanged;
        private int failed;
        private EntityTagHeaderValue? tag;

        public void Clear()
        {
            lock (this.sync)
            {
                this.milliseconds.Clear();
                (this.bytes, this.unchanged, this.failed) = (0, 0, 0);
            }
        }

        public async Task FetchAsync(CancellationToken cancellation)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.AcceptEncoding.ParseAdd(coding);
            if (isConditional && this.tag is { } known)
            {
                request.Headers.IfNoneMatch.Add(known);
            }

            long began = Stopwatch.GetTimestamp();
            long read = 0;
            HttpStatusCode? status = null;
            try
            {
                using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
                status = response.StatusCode;
                this.tag = response.Headers.ETag ?? this.tag;
                read = await DrainAsync(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            }
            catch (HttpRequestException)
            {
                // Counted below.
            }

            lock (this.sync)
            {
                this.milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                this.bytes += read;
                this.unchanged += status == HttpStatusCode.NotModified ? 1 : 0;
                this.failed += status is HttpStatusCode.OK or HttpStatusCode.NotModified ? 0 : 1;
            }
        }

        public override string ToString()
        {
            List<double> sorted = [.. this.milliseconds.Order()];
            double At(double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{this.failed} failed, {this.unchanged} unchanged (304), {this.bytes / 1e6:F0} MB, p50 {At(0.5):F1} ms, p99 {At(0.99):F1} ms, longest {sorted[^1]:F1} ms");
        }

        private static async Task<long> DrainAsync(Stream stream, CancellationToken cancellation)
        {
            byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(1 << 16);
            long total = 0;
            for (int read = -1; read != 0; total += read)
            {
                read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false);
            }

            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
            return total;
        }
    }
}
