using System.Diagnostics.Metrics;
using TransitHub.Core.Conformance;
using TransitHub.Core.Feeds;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Telemetry;
using TransitHub.Gtfs.Notices;
using TransitHub.Server.Views;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Hosting;

/// <summary>The figures of <c>/metrics</c>. All are read from where they are kept anyway, when a scrape asks.</summary>
internal sealed class HubMetrics : IDisposable
{
    private static readonly RunState[] RunStates = [RunState.Unconfirmed, RunState.Suspect, RunState.Canceled];

    private readonly Meter meter = new(TelemetryNames.Meter);
    private readonly FeedDirectory feeds;
    private readonly FeedStatusReport report;

    /// <summary>Registers them.</summary>
    public HubMetrics(FeedDirectory feeds, FeedStatusReport report, LedgerDirectory ledgers, WatchDesk desk)
    {
        this.feeds = feeds;
        this.report = report;
        this.Count("received", "Observations that were decoded and taken by the intake.", f => f.Counters().Received);
        this.Count("accepted", "Observations durable in the log.", f => f.Counters().Accepted);
        this.Count("failed", "Observations never acknowledged because the log failed or the hub was stopping.", f => f.Counters().Failed);
        this.Gauge("queued", "Observations waiting for the writer.", f => f.Counters().Queued);
        this.Gauge("ready", "1 when the feed takes and answers.", f => f.Readiness().IsReady ? 1 : 0);
        this.Gauge("vehicles", "Vehicles in the newest state.", f => f.Newest.State.Vehicles.Length);
        this.Gauge("vehicles_matched", "Vehicles with a trip in the newest state.", f => f.Newest.MatchedVehicles);
        this.Gauge("trips", "Runs with predictions in the newest state.", f => f.Newest.State.Trips.Length);
        this.meter.CreateObservableGauge("transithub_runs_unseen", this.UnseenByState, description: "Runs that are due and that no vehicle is known to serve, by what is believed of them.");
        this.meter.CreateObservableGauge("transithub_model_share", this.ModelShares, description: "How much of the learned model predictions take, 0 to 1, by minutes ahead; absent without a model.");
        this.Count("runs_canceled", "Runs that no vehicle was seen on and that were called canceled.", f => f.Fusion().Canceled);
        this.Count("runs_withdrawn", "Of these, the ones on which a vehicle was found after all.", f => f.Fusion().Withdrawn);
        this.Count("trips_overruled", "Times that a vehicle was put on another run than the one it names.", f => f.Fusion().Overruled);
        this.Gauge("devices", "Devices known.", f => f.DeviceCount());
        this.Count("states", "States published.", f => f.Newest.State.Sequence);
        this.Gauge("state_age_seconds", "Age of the newest state.", f => this.report.Of(f).StateAgeSeconds);
        this.Gauge("encode_seconds", "How long the last renewal of the GTFS-Realtime feeds took.", f => f.Realtime.LastEncodeTime.TotalSeconds);
        this.meter.CreateObservableGauge("transithub_feed_entities", this.Entities, description: "Entities of the published GTFS-Realtime feeds.");
        this.meter.CreateObservableGauge("transithub_feed_collapsed", this.Collapses, description: "1 while entities that left a feed together are not back.");
        this.Gauge("conformance_seconds", "How long the last check of the feed's own GTFS-Realtime took; 0 before the first.", f => f.Realtime.Conformance?.Took.TotalSeconds ?? 0);
        this.meter.CreateObservableGauge("transithub_conformance_findings", this.Findings, description: "Errors and warnings that the last check found in the feed's own GTFS-Realtime; 0 before the first.");
        this.meter.CreateObservableGauge("transithub_conformance_errors", this.Conformance(NoticeSeverity.Error), description: "Errors that the last check found in the feed's own GTFS-Realtime, by rule; absent without any.");
        this.meter.CreateObservableGauge("transithub_conformance_warnings", this.Conformance(NoticeSeverity.Warning), description: "Warnings that the last check found in the feed's own GTFS-Realtime, by rule; absent without any.");
        this.meter.CreateObservableGauge("transithub_log_bytes", this.LogBytes, description: "Size of the observation log.");
        this.Gauge("devices_registered", "Devices of the devices file.", f => f.Devices.Registry.All.Length);
        this.meter.CreateObservableCounter("transithub_accepted_by_kind", this.AcceptedByKind, description: "Observations durable in the log, by what they tell.");
        this.meter.CreateObservableCounter("transithub_rejected", Rejections(ledgers), description: "Observations refused or left without a trip, by stage and reason.");
        this.meter.CreateObservableGauge("transithub_watch_subscribers", () => desk.Subscribers.Count, description: "Open streams.");
    }

    /// <inheritdoc/>
    public void Dispose() => this.meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private void Count(string name, string description, Func<HubFeed, long> read) =>
        this.meter.CreateObservableCounter("transithub_" + name, () => this.Each(read), description: description);

    private void Gauge(string name, string description, Func<HubFeed, double> read) =>
        this.meter.CreateObservableGauge("transithub_" + name, () => this.Each(read), description: description);

    private IEnumerable<Measurement<T>> Each<T>(Func<HubFeed, T> read)
        where T : struct =>
        this.feeds.All.Select(f => new Measurement<T>(read(f), Tag("feed", f.Id.ToString())));

    private IEnumerable<Measurement<long>> Entities() =>
        this.feeds.All.Where(f => f.Realtime.Current is not null).SelectMany(f => Enum.GetValues<FeedKind>().Select(kind => new Measurement<long>(
            f.Realtime.Current!.Get(kind).EntityCount, Tag("feed", f.Id.ToString()), Tag("kind", kind.ToString()))));

    private IEnumerable<Measurement<long>> Collapses() =>
        this.feeds.All.SelectMany(f => Enum.GetValues<FeedKind>().Select(kind => new Measurement<long>(
            f.Realtime.CollapseOf(kind) is null ? 0 : 1, Tag("feed", f.Id.ToString()), Tag("kind", kind.ToString()))));

    private IEnumerable<Measurement<double>> LogBytes() => this.feeds.All.Select(f => (f.Id, Bytes: f.LogBytes()))
        .Where(f => f.Bytes is not null).Select(f => new Measurement<double>(f.Bytes!.Value, Tag("feed", f.Id.ToString())));

    private IEnumerable<Measurement<long>> Findings() => this.feeds.All.SelectMany(f => (Measurement<long>[])
    [
        new(f.Realtime.Conformance?.Findings.Errors ?? 0, Tag("feed", f.Id.ToString()), Tag("severity", "error")),
        new(f.Realtime.Conformance?.Findings.Warnings ?? 0, Tag("feed", f.Id.ToString()), Tag("severity", "warning")),
    ]);

    private Func<IEnumerable<Measurement<long>>> Conformance(NoticeSeverity severity) => () =>
        this.feeds.All.SelectMany(f => RealtimeRuleSet.All
            .Where(rule => rule.Severity == severity && f.Realtime.Conformance?.Findings.CountOf(rule.Code) > 0)
            .Select(rule => new Measurement<long>(f.Realtime.Conformance!.Findings.CountOf(rule.Code), Tag("feed", f.Id.ToString()), Tag("rule", rule.Code))));

    private IEnumerable<Measurement<long>> AcceptedByKind() =>
        this.feeds.All.SelectMany(f => ObservationKindText.OfDevices.Select(kind => new Measurement<long>(
            f.AcceptedOf(kind), Tag("feed", f.Id.ToString()), Tag("kind", kind.Name()))));

    private IEnumerable<Measurement<long>> UnseenByState() =>
        this.feeds.All.SelectMany(f => RunStates.Select(state => new Measurement<long>(
            f.Newest.State.Unseen.Count(u => u.State == state), Tag("feed", f.Id.ToString()), Tag("state", RunStateText.Of(state)))));

    private IEnumerable<Measurement<double>> ModelShares() =>
        this.feeds.All.SelectMany(f => f.Newest.State.ModelShares.Select(m => new Measurement<double>(
            m.Share, Tag("feed", f.Id.ToString()), Tag("span", m.Minutes))));

    private static Func<IEnumerable<Measurement<long>>> Rejections(LedgerDirectory ledgers) => () =>
        ledgers.All.Append((Feed: string.Empty, Ledger: ledgers.Unrouted))
            .SelectMany(of => FeedStatusReport.ReasonsOf(of.Ledger).Select(reason => new Measurement<long>(
                reason.Count, Tag("feed", of.Feed), Tag("stage", reason.Stage), Tag("reason", reason.Reason))));
}
