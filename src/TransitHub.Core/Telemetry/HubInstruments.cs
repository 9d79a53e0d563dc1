using System.Diagnostics.Metrics;

namespace TransitHub.Core.Telemetry;

/// <summary>
/// The histograms of the way from message to feed, times in seconds. Instruments are the process's own, as .NET means them; who
/// has many feeds in one process tells them apart by the tag <c>feed</c>.
/// </summary>
internal static class HubInstruments
{
    private static readonly Meter Meter = new(TelemetryNames.Meter);

    private static readonly InstrumentAdvice<double> Latency = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    /// <summary>A report may be old because its device was cut off: up to the hour that the gate lets through.</summary>
    private static readonly InstrumentAdvice<double> Age = new() { HistogramBucketBoundaries = [0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 45, 60, 90, 120, 300, 900, 3600] };

    private static readonly InstrumentAdvice<long> Size = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] };

    /// <summary>Per message: its arrival to the moment when the log has it.</summary>
    public static Histogram<double> DurableDelay { get; } =
        Meter.CreateHistogram("transithub.durable.delay", "s", "From a message's arrival until its observations are durable or refused.", tags: null, Latency);

    /// <summary>Per append.</summary>
    public static Histogram<double> AppendDuration { get; } =
        Meter.CreateHistogram("transithub.log.append.duration", "s", "How long an append to the observation log took, the flush to disk with it.", tags: null, Latency);

    /// <summary>Per append.</summary>
    public static Histogram<long> AppendSize { get; } =
        Meter.CreateHistogram("transithub.log.append.observations", "{observation}", "Observations made durable by one append.", tags: null, Size);

    /// <summary>Per flush of a segment file; without a feed, since a file does not know whose it is.</summary>
    public static Histogram<double> FlushDuration { get; } =
        Meter.CreateHistogram("transithub.log.flush.duration", "s", "How long the flush of a segment file to disk took.", tags: null, Latency);

    /// <summary>Per batch.</summary>
    public static Histogram<double> FuseDuration { get; } =
        Meter.CreateHistogram("transithub.fusion.batch.duration", "s", "How long the pipeline took for one durable batch.", tags: null, Latency);

    /// <summary>Per batch: durable to published state.</summary>
    public static Histogram<double> StateDelay { get; } =
        Meter.CreateHistogram("transithub.state.delay", "s", "From the moment when a batch was durable until a published state had it.", tags: null, Latency);

    /// <summary>Per state.</summary>
    public static Histogram<double> StateDuration { get; } =
        Meter.CreateHistogram("transithub.state.duration", "s", "How long a state took to make and to publish.", tags: null, Latency);

    /// <summary>Per renewal of the feeds: state to bytes.</summary>
    public static Histogram<double> FeedDelay { get; } =
        Meter.CreateHistogram("transithub.feed.delay", "s", "From the making of a state until the bytes of its GTFS-Realtime feeds were there.", tags: null, Latency);

    /// <summary>Per renewal of the feeds.</summary>
    public static Histogram<double> EncodeDuration { get; } =
        Meter.CreateHistogram("transithub.feed.encode.duration", "s", "How long a renewal of the GTFS-Realtime feeds took.", tags: null, Latency);

    /// <summary>Per vehicle, of a large feed of some.</summary>
    public static Histogram<double> ReportAge { get; } =
        Meter.CreateHistogram("transithub.report.age", "s", "Age of a new position when the feed that has it was published, by the device's corrected clock.", tags: null, Age);
}
