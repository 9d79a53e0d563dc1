using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Gtfs;
using TransitHub.Mqtt;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Broker;
using TransitHub.Mqtt.Client;
using TransitHub.Mqtt.Decoding;

namespace TransitHub.Server.Commands.Device;

/// <summary>Judges messages as they come, by the hub's own broker or client, decoders and gate, on a log of its own that goes with it.</summary>
internal sealed class LiveTrial : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly string folder = Directory.CreateTempSubdirectory("transithub-device-test-").FullName;
    private readonly CancellationTokenSource stop = new();
    private readonly IntakeDirectory directory = new();
    private readonly FeedRuntime runtime;
    private readonly MqttIngest ingest;
    private readonly TimeProvider clock;
    private readonly Task running;
    private EmbeddedBroker? broker;
    private MqttIngestClient? client;
    private Task reading = Task.CompletedTask;

    /// <summary>Puts it together; nothing is heard yet.</summary>
    public LiveTrial(FeedId feed, TimeProvider clock)
    {
        this.clock = clock;
        this.runtime = new FeedRuntime(feed, Schedule.Empty, SegmentObservationLog.Open(this.folder, new ObservationLogOptions()), new FeedRuntimeOptions(), clock);
        this.directory.Add(this.runtime.Intake);
        this.ingest = new MqttIngest(this.directory, new MessageDecoder(new DecoderOptions()), clock);
        this.running = this.runtime.RunAsync(this.stop.Token);
    }

    /// <summary>Listens as the hub's own broker does.</summary>
    /// <returns>The address that was taken.</returns>
    /// <exception cref="CommandException">It cannot be listened on.</exception>
    public async Task<IPEndPoint> ListenAsync(IPEndPoint address, LoginCheck? login, CancellationToken cancellation)
    {
        try
        {
            this.broker = new EmbeddedBroker(new EmbeddedBrokerOptions { Address = address }, this.ingest, login, this.clock, NullLoggerFactory.Instance);
            await this.broker.StartAsync(cancellation).ConfigureAwait(false);
            return this.broker.ListensOn!;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw CommandException.WrongUse($"--listen {address}: {e.Message}");
        }
    }

    /// <summary>Reads from an outside broker all that is for hubs.</summary>
    /// <exception cref="CommandException">It is not reached.</exception>
    public async Task SubscribeAsync(MqttIngestClientOptions options, Random random, CancellationToken cancellation)
    {
        this.client = new MqttIngestClient(options, this.ingest, this.clock, random, NullLoggerFactory.Instance);
        this.reading = this.client.RunAsync(this.stop.Token);
        while (!this.client.State.Connected)
        {
            if (this.client.State.LastError is { } problem)
            {
                throw CommandException.InputHasErrors($"--mqtt {options.Broker}: {problem}");
            }

            await Task.Delay(Look, this.clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Hears for so long, or until so many messages came.</summary>
    public async Task<TrialReport> HearAsync(TimeSpan time, long messages, CancellationToken stopped)
    {
        long started = this.clock.GetTimestamp();
        while (!stopped.IsCancellationRequested && this.ingest.Messages < messages && this.clock.GetElapsedTime(started) < time)
        {
            await Task.Delay(Look, this.clock, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await this.EndInputAsync().ConfigureAwait(false);
        while (this.runtime.Intake.Counters.Queued > 0 && !this.running.IsCompleted)
        {
            await Task.Delay(Look, this.clock, CancellationToken.None).ConfigureAwait(false);
        }

        TrialReport report = TrialReport.Of(
            this.ingest.Messages,
            ObservationKindText.OfDevices.Select(kind => (kind, this.runtime.Intake.AcceptedOf(kind))),
            this.runtime.Devices.List().Where(d => d.Accepted > 0).Select(d => d.Device.ToString()),
            this.runtime.Ledger,
            this.directory.Unrouted);

        // An outside broker has other feeds' devices, too.
        return this.client is null ? report : report with { Problems = [.. report.Problems.Where(p => p.Reason != RejectionReason.UnknownFeed.Name())] };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await this.EndInputAsync().ConfigureAwait(false);
        await this.stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(this.running, this.reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await this.runtime.DisposeAsync().ConfigureAwait(false);
        this.stop.Dispose();
        Directory.Delete(this.folder, recursive: true);
    }

    private async Task EndInputAsync()
    {
        if (this.broker is { } listening)
        {
            this.broker = null;
            await listening.DisposeAsync().ConfigureAwait(false);
        }
    }
}
