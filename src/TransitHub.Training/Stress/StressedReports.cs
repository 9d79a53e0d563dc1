using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Training.Stress;

/// <summary>A report as it was recorded, with the time at which it is received now, and as the hub gets to see it. One of both is there.</summary>
/// <param name="Recorded">With trip, place and measured time of the recording; null: nothing of the recording, but what a camera says instead.</param>
/// <param name="Seen">What the hub sees; null: nothing.</param>
public readonly record struct StressedReport(AvlReport? Recorded, Observation? Seen);

/// <summary>Makes a stream of reports worse and gives it out in the order of receipt.</summary>
public sealed class StressedReports
{
    private readonly List<ReportStress> stresses = [];
    private readonly LateArrivals? late;
    private readonly CameraStress? cameras;
    private readonly PriorityQueue<StressedReport, (long ReceivedAt, long Number)> waiting = new();
    private long number;

    /// <summary>Starts a stream.</summary>
    /// <param name="options">What is changed.</param>
    /// <param name="cameras">Who sees the vehicles without positions; needed with <see cref="StressOptions.CameraStops"/>.</param>
    public StressedReports(StressOptions options, CameraStress? cameras = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.cameras = cameras;
        foreach (PassageReport passage in cameras?.Passages ?? [])
        {
            this.Enqueue(null, passage, passage.ReceivedAt);
        }

        Add(options.DropShare > 0, () => new DroppedPings(options.DropShare, options.Seed));
        Add(options.ThinToSeconds > 0, () => new ThinnedPings(options.ThinToSeconds));
        Add(options.ClockSkewSeconds > 0, () => new SkewedClocks(options.ClockSkewSeconds, options.Seed));
        Add(options.GpsNoiseMeters > 0, () => new NoisyPositions(options.GpsNoiseMeters, options.Seed));
        Add(options.HideTrips, () => new HiddenTrips(options.HideRoutes));
        this.late = options.DuplicateShare > 0 ? new LateArrivals(options.DuplicateShare, options.Seed) : null;

        void Add(bool isOn, Func<ReportStress> make)
        {
            if (isOn)
            {
                this.stresses.Add(make());
            }
        }
    }

    /// <summary>Takes a report; what it becomes is given out by <see cref="TryRelease"/>.</summary>
    public void Add(AvlReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (this.cameras?.Hides(report) is true)
        {
            this.Enqueue(report, null, report.ReceivedAt);
            return;
        }

        AvlReport seen = report;
        foreach (ReportStress stress in this.stresses)
        {
            if (stress.Apply(seen) is not { } changed)
            {
                return;
            }

            seen = changed;
        }

        this.Release(report, seen, this.late?.DelayOf(report) ?? 0);
        if (this.late?.CopyAfter(report) is { } copy)
        {
            this.Release(report, seen, copy);
        }
    }

    /// <summary>Gives the next report that is received by a moment.</summary>
    public bool TryRelease(Timestamp moment, out StressedReport report)
    {
        report = default;
        return this.waiting.TryPeek(out _, out (long ReceivedAt, long Number) first) && first.ReceivedAt <= moment.UnixMilliseconds
            && this.waiting.TryDequeue(out report, out _);
    }

    private void Release(AvlReport recorded, AvlReport seen, long delay)
    {
        Timestamp at = recorded.ReceivedAt.AddMilliseconds(delay);
        this.Enqueue(recorded with { ReceivedAt = at }, seen with { ReceivedAt = at }, at);
    }

    private void Enqueue(AvlReport? recorded, Observation? seen, Timestamp at) =>
        this.waiting.Enqueue(new StressedReport(recorded, seen), (at.UnixMilliseconds, this.number++));
}
