using System.Buffers;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using TransitHub.Core.Counting;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Gtfs;
using TransitHub.Mqtt;
using TransitHub.Mqtt.Decoding;
using TransitHub.Testing.Counts;

namespace TransitHub.Benchmarks.Counts;

/// <summary>
/// `counts`: grand totals of a million count messages through decoder, gate, log on disk and account, with messages twice, late and lost,
/// counters that start anew, and a hub that is killed in the middle: the next one has the log, a counts file that is an hour old, and
/// gets the last minutes sent once more.
/// </summary>
internal static class CountsCommand
{
    private const int AgainMinutes = 5;
    private const int FileIsOldMinutes = 60;

    public static Command Create()
    {
        Option<int> devices = new("--devices") { DefaultValueFactory = _ => 500, Description = "Cameras, each with four counting lines." };
        Option<int> messages = new("--messages") { DefaultValueFactory = _ => 1_000_000, Description = "How many messages, about." };
        Option<double> late = new("--late") { DefaultValueFactory = _ => 0.1, Description = "Share of messages that come up to ten minutes late." };
        Option<double> twice = new("--twice") { DefaultValueFactory = _ => 0.1, Description = "Share of messages that come again up to half an hour later." };
        Option<int> seed = new("--seed") { DefaultValueFactory = _ => 1 };
        Command command = new("counts", "Measures whether grand totals of counts are exact.") { devices, messages, late, twice, seed };
        command.SetAction(async (parsed, _) =>
        {
            int minutes = (int)Math.Ceiling(parsed.GetValue(messages) / (4.0 * parsed.GetValue(devices) * 0.98 * (1 + parsed.GetValue(twice))));
            return await RunAsync(new CountTraffic(
                parsed.GetValue(seed), parsed.GetValue(devices), minutes, parsed.GetValue(late), parsed.GetValue(twice))).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(CountTraffic traffic)
    {
        string folder = Directory.CreateTempSubdirectory("transithub-counts-").FullName;
        try
        {
            int last = traffic.Messages[^1].Minute;
            int killed = last / 2;
            SetClock clock = new();
            Hub hub = new(folder, clock);
            long began = Stopwatch.GetTimestamp();
            await hub.StartAsync(0).ConfigureAwait(false);
            await hub.SendAsync(traffic.Messages, 0, killed, killed - FileIsOldMinutes).ConfigureAwait(false);
            long firstTaken = hub.Sent;
            IReadOnlyList<string> first = hub.Rejections;
            await hub.DisposeAsync().ConfigureAwait(false);

            Hub next = new(folder, clock);
            long restarted = Stopwatch.GetTimestamp();
            await next.StartAsync(killed).ConfigureAwait(false);
            double recovery = Stopwatch.GetElapsedTime(restarted).TotalSeconds;
            await next.SendAsync([.. traffic.Messages.Where(m => m.Minute > killed - AgainMinutes && m.Minute <= killed)], 0, last, -1).ConfigureAwait(false);
            await next.SendAsync(traffic.Messages, killed + 1, last, -1).ConfigureAwait(false);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            IReadOnlyList<string> second = next.Rejections;
            long sent = firstTaken + next.Sent;

            // Acknowledged is what is durable; counted is all of that once the hub has ended.
            await next.DisposeAsync().ConfigureAwait(false);
            int wrong = Report(traffic, next.Ledger, sent, seconds, recovery);
            Console.WriteLine($"Refused before the kill: {string.Join(", ", first)}; after: {string.Join(", ", second)}.");
            return wrong == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Report(CountTraffic traffic, CountLedger ledger, long sent, double seconds, double recovery)
    {
        int wrong = 0;
        foreach (((string device, string channel), long truth) in traffic.Truth)
        {
            long counted = ledger.Read(DeviceId.Parse(device), default).FirstOrDefault(f => f.Key.Channel == channel)?.Total ?? -1;
            if (counted != truth && ++wrong <= 5)
            {
                Console.WriteLine($"{device} {channel}: {counted} instead of {truth}");
            }
        }

        (int resets, int late, int again) = traffic.Faults;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{sent:N0} messages ({again:N0} twice, {late:N0} late, {resets:N0} new starts, one kill) of {traffic.Truth.Count:N0} counters in {seconds:F1} s ({sent / seconds:N0} a second), recovery {recovery:F1} s."));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Grand total {ledger.GrandTotal:N0}, true {traffic.Truth.Values.Sum():N0}; {wrong:N0} of {traffic.Truth.Count:N0} counters differ."));
        return wrong;
    }

    /// <summary>A hub's way in for one feed, with time that is set.</summary>
    private sealed class Hub : IAsyncDisposable
    {
        private readonly string countsPath;
        private readonly string oldCounts;
        private readonly SetClock clock;
        private readonly FeedRuntime runtime;
        private readonly MqttIngest ingest;
        private readonly CancellationTokenSource stop = new();
        private Task running = Task.CompletedTask;

        public Hub(string folder, SetClock clock)
        {
            FeedId feed = FeedId.Parse("city");
            this.clock = clock;
            this.countsPath = Path.Combine(folder, "counts");
            this.oldCounts = this.countsPath + ".old";
            SegmentObservationLog log = SegmentObservationLog.Open(Path.Combine(folder, "log"), new ObservationLogOptions());
            this.runtime = new FeedRuntime(
                feed, Schedule.Empty, log, new FeedRuntimeOptions { RecoveryMinutes = 30 }, clock, kept: new KeptFiles(folder, Console.WriteLine));
            IntakeDirectory directory = new();
            directory.Add(this.runtime.Intake);
            this.ingest = new MqttIngest(directory, new MessageDecoder(new DecoderOptions()), clock);
        }

        public CountLedger Ledger => this.runtime.Counting.Ledger;

        public long Sent => this.ingest.Messages;

        public IReadOnlyList<string> Rejections => [.. this.runtime.Ledger.List().Select(r => $"{r.Value:N0} {r.Key.Name()}")];

        public async Task StartAsync(int minute)
        {
            this.clock.SetMinute(minute);
            this.running = this.runtime.RunAsync(this.stop.Token);
            await this.runtime.Started.ConfigureAwait(false);
        }

        /// <summary>Sends what arrives in some minutes, all of a minute at once, and waits for its acknowledgements.</summary>
        public async Task SendAsync(IReadOnlyList<CountMessage> messages, int from, int to, int keepAt)
        {
            List<Task> acknowledged = [];
            int minute = from;
            foreach (CountMessage message in messages.Where(m => m.Minute >= from && m.Minute <= to))
            {
                if (message.Minute != minute)
                {
                    await Task.WhenAll(acknowledged).ConfigureAwait(false);
                    acknowledged.Clear();
                    if (minute < keepAt && message.Minute >= keepAt)
                    {
                        // What the hub would have written at this moment.
                        StateFile.Write(this.oldCounts, this.runtime.Counting.Encode());
                    }

                    minute = message.Minute;
                }

                this.clock.SetMinute(Math.Max(this.clock.Minute, message.Minute + 1));
                Task durable = await this.ingest.AcceptAsync(
                    message.Topic, new ReadOnlySequence<byte>(message.Payload), null, true, CancellationToken.None).ConfigureAwait(false);
                acknowledged.Add(durable);
            }

            await Task.WhenAll(acknowledged).ConfigureAwait(false);
        }

        /// <summary>Ends it as if it had been killed: what it wrote while ending is put back to what stood there an hour before.</summary>
        public async ValueTask DisposeAsync()
        {
            await this.stop.CancelAsync().ConfigureAwait(false);
            await this.running.ConfigureAwait(false);
            await this.runtime.DisposeAsync().ConfigureAwait(false);
            this.stop.Dispose();
            if (File.Exists(this.oldCounts))
            {
                File.Move(this.oldCounts, this.countsPath, overwrite: true);
            }
        }
    }

    private sealed class SetClock : TimeProvider
    {
        private long milliseconds = CountTraffic.Start * 1000;

        public int Minute => (int)((Interlocked.Read(ref this.milliseconds) / 1000 - CountTraffic.Start) / 60);

        public void SetMinute(int minute) => Interlocked.Exchange(ref this.milliseconds, (CountTraffic.Start + (60L * minute)) * 1000);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Read(ref this.milliseconds));
    }
}
