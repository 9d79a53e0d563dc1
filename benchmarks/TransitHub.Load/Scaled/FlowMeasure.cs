using System.Diagnostics;
using System.Globalization;

namespace TransitHub.Load.Scaled;

/// <summary>What becomes of what a sender sends to a hub, from its start to its end.</summary>
internal sealed class FlowMeasure : IAsyncDisposable
{
    private const int DrainSeconds = 60;
    private readonly ScaledHub hub;
    private readonly ObservationSender sender;
    private readonly int shards;
    private readonly StateLatency latency;
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly double own = Environment.CpuUsage.TotalTime.TotalSeconds;
    private readonly long sentBefore;
    private readonly long acknowledgedBefore;
    private readonly Dictionary<string, double> processor;
    private double durableBefore;
    private double takenBefore;

    private FlowMeasure(ScaledHub hub, ObservationSender sender, int shards)
    {
        (this.hub, this.sender, this.shards) = (hub, sender, shards);
        (this.sentBefore, this.acknowledgedBefore) = (sender.Sent, sender.Acknowledged);
        this.processor = hub.ProcessorSeconds();
        this.latency = new StateLatency(hub.Serving.Grpc, ScaledHub.Feed, "R0");
    }

    private bool IsScaled => this.hub.Redis is not null;

    public static async Task<FlowMeasure> StartAsync(ScaledHub hub, ObservationSender sender, int shards, CancellationToken cancellation)
    {
        FlowMeasure measure = new(hub, sender, shards);
        (measure.durableBefore, measure.takenBefore) = (await measure.DurableAsync(cancellation), await measure.TakenAsync(cancellation));
        return measure;
    }

    /// <summary>One line of how it stands, with the latencies since the last line.</summary>
    public async Task<string> MinuteAsync(CancellationToken cancellation)
    {
        string lengths = string.Empty;
        if (this.hub.Redis is { } redis)
        {
            string memory = (await redis.CommandAsync(cancellation, "INFO", "memory")).Split('\n').First(l => l.StartsWith("used_memory:", StringComparison.Ordinal)).Trim()["used_memory:".Length..];
            lengths = string.Create(CultureInfo.InvariantCulture, $"; Redis {double.Parse(memory, CultureInfo.InvariantCulture) / 1e6:F0} MB used");
            foreach (string stream in Enumerable.Range(0, this.shards).SelectMany(n => new[] { $"{n}}}:log", $"{n}}}:changes" }).Append("encoder}:changes"))
            {
                lengths += $", XLEN {stream.Replace("}", string.Empty, StringComparison.Ordinal)} {await redis.CommandAsync(cancellation, "XLEN", $"transithub:{{{ScaledHub.Feed}/{stream}")}";
            }
        }

        double behind = this.IsScaled ? await this.hub.SumAsync("fusion", "transithub_shard_records_behind", cancellation) : await this.hub.SumAsync("embedded", "transithub_queued", cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"sent {this.sender.Sent:N0}, behind {behind:N0} records, sent to reader {this.Latencies()}; MB: {this.hub.Memory()}{lengths}");
    }

    /// <summary>Waits until all that was sent is durable and taken in, and tells the figures.</summary>
    public async Task<IReadOnlyList<string>> EndAsync(CancellationToken cancellation)
    {
        double seconds = Stopwatch.GetElapsedTime(this.began).TotalSeconds;
        double sending = Environment.CpuUsage.TotalTime.TotalSeconds - this.own;
        Dictionary<string, double> used = this.hub.ProcessorSeconds().ToDictionary(p => p.Key, p => p.Value - this.processor[p.Key]);
        long sent = this.sender.Sent - this.sentBefore;
        long acknowledged = this.sender.Acknowledged - this.acknowledgedBefore;
        double durable = await this.DurableAsync(cancellation) - this.durableBefore;
        double taken = await this.TakenAsync(cancellation) - this.takenBefore;
        List<string> lines =
        [
            Line($"{seconds:F1} s: published {sent / seconds:N0}/s, acknowledged by the broker {acknowledged / seconds:N0}/s, durable {durable / seconds:N0}/s, taken into states {taken / seconds:N0} records/s"),
            "CPU s a million durable observations (and percent of a core): " + string.Join(
                ", ", used.Append(new("sender", sending)).Select(p => Line($"{p.Key} {p.Value / Math.Max(1, durable) * 1e6:F1} ({100 * p.Value / seconds:F0} %)"))),
            await this.MinuteAsync(cancellation),
        ];
        long waiting = Stopwatch.GetTimestamp();
        while (await this.LeftAsync(cancellation) > 0 && Stopwatch.GetElapsedTime(waiting).TotalSeconds < DrainSeconds)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
        }

        double left = this.sender.Sent - await this.DurableAsync(cancellation);
        lines.Add(Line($"{Stopwatch.GetElapsedTime(waiting).TotalSeconds:F1} s after the last was sent: {left:N0} of all {this.sender.Sent:N0} not durable, {await this.LeftAsync(cancellation):N0} not taken in; refused by the gate {await this.RefusedAsync(cancellation):N0}"));
        if (this.IsScaled)
        {
            double appends = await this.hub.SumAsync("ingest", "transithub_log_append_duration_seconds_count", cancellation);
            lines.Add(Line($"appends: {await this.DurableAsync(cancellation) / appends:F0} observations and {1000 * await this.hub.SumAsync("ingest", "transithub_log_append_duration_seconds_sum", cancellation) / appends:F1} ms each; states kept {await this.hub.SumAsync("fusion", "transithub_shard_saves_total", cancellation):N0}"));
        }

        return lines;
    }

    public ValueTask DisposeAsync() => this.latency.DisposeAsync();

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private Task<double> DurableAsync(CancellationToken cancellation) =>
        this.IsScaled ? this.hub.SumAsync("ingest", "transithub_ingest_appended_total", cancellation) : this.hub.SumAsync("embedded", "transithub_accepted_total", cancellation);

    private Task<double> TakenAsync(CancellationToken cancellation) =>
        this.IsScaled ? this.hub.SumAsync("fusion", "transithub_shard_records_total", cancellation) : this.hub.SumAsync("embedded", "transithub_accepted_total", cancellation);

    private Task<double> RefusedAsync(CancellationToken cancellation) => this.hub.SumAsync(this.IsScaled ? "serve" : "embedded", "transithub_rejected_total", cancellation);

    /// <summary>What was sent and is not in a log, or not taken in from it; what the gate refused counts as done.</summary>
    private async Task<double> LeftAsync(CancellationToken cancellation)
    {
        double left = this.sender.Sent - await this.DurableAsync(cancellation);
        return !this.IsScaled
            ? Math.Max(0, left - await this.RefusedAsync(cancellation))
            : left > 0 ? left : await this.hub.SumAsync("fusion", "transithub_shard_records_behind", cancellation);
    }

    private string Latencies()
    {
        double[] sorted = this.latency.Take();
        double At(double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
        return Line($"p50 {At(0.5):F0} ms, p99 {At(0.99):F0} ms ({sorted.Length:N0})");
    }
}
