using System.Diagnostics.Metrics;
using TransitHub.Core.Accuracy;
using TransitHub.Core.Scoring;
using TransitHub.Core.Telemetry;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.Accuracy;

/// <summary>The figures of <c>/metrics</c> about predictions of the newest service day; NaN while too few vehicles came to say.</summary>
internal sealed class AccuracyMetrics : IDisposable
{
    /// <summary>A figure of fewer predictions says more of chance than of the hub.</summary>
    private const long FewestTold = 100;

    private readonly Meter meter = new(TelemetryNames.Meter);
    private readonly FeedDirectory feeds;

    /// <summary>Registers them.</summary>
    public AccuracyMetrics(FeedDirectory feeds)
    {
        this.feeds = feeds;
        this.meter.CreateObservableGauge("transithub_accuracy_predictions", () => feeds.All.Select(feed => new Measurement<double>(feed.Accuracy.Use(a => Count(a.Days.LastOrDefault())), TelemetryNames.FeedTag(feed.Id))), description: "Predictions of the service day that were scored, those that were missing included.");
        this.meter.CreateObservableGauge("transithub_accuracy_percent", () => this.Each(Shares), description: "Accurate predictions of the service day by the MBTA's measure (pooled) and by the ETA accuracy benchmark, percent.");
        this.meter.CreateObservableGauge("transithub_accuracy_mae_seconds", () => this.Each(Errors), description: "Mean absolute error of the service day's median predictions, seconds, by minutes ahead.");
    }

    /// <inheritdoc/>
    public void Dispose() => this.meter.Dispose();

    private static double Count(AccuracyDay? day) => day is null ? 0 : day.All.Published.Count + day.All.Published.Missing;

    private static (double Value, KeyValuePair<string, object?> Tag)[] Shares(AccuracyDay? day) =>
    [
        (Count(day) < FewestTold ? double.NaN : day!.All.Published.Mbta.Pooled.Percent, new("measure", "mbta")),
        (Count(day) < FewestTold ? double.NaN : day!.All.Published.Eta.Percent, new("measure", "eta")),
    ];

    private static (double Value, KeyValuePair<string, object?> Tag)[] Errors(AccuracyDay? day) =>
    [
        .. Enumerable.Range(0, HorizonBins.Count).Select(bin => (
            day is null || day.All.Median.ErrorsOf(bin).Count < FewestTold ? double.NaN : day.All.Median.ErrorsOf(bin).Mae,
            new KeyValuePair<string, object?>("span", HorizonBins.Names[bin]))),
    ];

    private IEnumerable<Measurement<double>> Each(Func<AccuracyDay?, (double Value, KeyValuePair<string, object?> Tag)[]> read) =>
        this.feeds.All.SelectMany(feed => feed.Accuracy.Use(a => read(a.Days.LastOrDefault())).Select(figure => new Measurement<double>(
            figure.Value, [TelemetryNames.FeedTag(feed.Id), figure.Tag])));
}
