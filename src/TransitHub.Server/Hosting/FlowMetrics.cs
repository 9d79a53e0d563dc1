using System.Diagnostics.Metrics;
using TransitHub.Core.Feeds;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;

namespace TransitHub.Server.Hosting;

/// <summary>The figures of <c>/metrics</c> that tell how well the hub's flow runs, beside those of its content (<see cref="HubMetrics"/>).</summary>
internal sealed class FlowMetrics : IDisposable
{
    private readonly Meter meter = new(TelemetryNames.Meter);

    /// <summary>Registers them.</summary>
    /// <param name="feeds">The feeds of the process.</param>
    /// <param name="mqtt">Where positions come from; null: the process takes none in and has no figures of it.</param>
    /// <param name="clock">The hub's clock.</param>
    public FlowMetrics(FeedDirectory feeds, MqttSource? mqtt, TimeProvider clock)
    {
        if (mqtt is not null)
        {
            this.Register(mqtt);
        }

        this.meter.CreateObservableUpDownCounter(
            "transithub.fusion.queue", () => feeds.All.Select(f => new Measurement<int>(f.QueuedBatches(), TelemetryNames.FeedTag(f.Id))), "{batch}", "Durable batches that wait for fusion.");
        this.meter.CreateObservableGauge("transithub.feed.age", () => feeds.All.SelectMany(f => AgesOf(f, Timestamp.Now(clock))), "s", "Age of the published GTFS-Realtime by its header, which moves when the content does.");
    }

    /// <inheritdoc/>
    public void Dispose() => this.meter.Dispose();

    private void Register(MqttSource mqtt)
    {
        this.meter.CreateObservableCounter("transithub.mqtt.messages", mqtt.Messages, "{message}", "MQTT messages taken, whatever became of them.");
        this.meter.CreateObservableUpDownCounter("transithub.mqtt.connections", mqtt.Connections, "{connection}", "Open MQTT connections: of devices, or to the outside broker.");
        this.meter.CreateObservableGauge("transithub.mqtt.ready", () => mqtt.Readiness().IsReady ? 1 : 0, description: "1 when messages come through.");
        this.meter.CreateObservableCounter("transithub.traces.passed.over", mqtt.UntracedMessages, "{message}", "Messages that were to be traced and were too many in their second.");
    }

    private static IEnumerable<Measurement<double>> AgesOf(HubFeed feed, Timestamp now) =>
        feed.Realtime.Current is not { } set ? [] : Enum.GetValues<FeedKind>().Select(kind => new Measurement<double>(
            Math.Max(0, now.SecondsSince(Timestamp.FromUnixSeconds(set.Get(kind).HeaderTimestamp))), TelemetryNames.FeedTag(feed.Id), new("kind", NameOf(kind))));

    private static string NameOf(FeedKind kind) => kind switch
    {
        FeedKind.VehiclePositions => "vehicle-positions",
        FeedKind.TripUpdates => "trip-updates",
        _ => "alerts",
    };
}
