using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Server.Commands.Replay;
using TransitHub.Training.Stress;

namespace TransitHub.Server.Commands.Backtest;

/// <summary>
/// Turns a recording's records into those that the hub gets to see, in the order of receipt, and keeps beside them what was recorded, for
/// the methods that the hub is compared with.
/// </summary>
internal sealed class StressedRecords(StressOptions options, CameraStress? cameras)
{
    private static readonly Timestamp End = new(long.MaxValue);

    private readonly StressedReports reports = new(options, cameras);
    private readonly Queue<AvlReport> recorded = new();

    /// <summary>Changes a batch.</summary>
    public ReplayRecord[] Change(ReplayRecord[] batch)
    {
        List<ReplayRecord> changed = new(batch.Length);
        foreach (ReplayRecord record in batch)
        {
            // What was delayed until before this record comes first; of one moment, the record itself.
            this.Release(record.ReceivedAt.AddMilliseconds(-1), changed);
            if (record.Observation is AvlReport report)
            {
                this.reports.Add(report);
            }
            else
            {
                changed.Add(record);
            }
        }

        return [.. changed];
    }

    /// <summary>What is still delayed when the recording ends.</summary>
    public ReplayRecord[] Rest()
    {
        List<ReplayRecord> changed = [];
        this.Release(End, changed);
        return [.. changed];
    }

    /// <summary>Gives the next recorded report that was received by a moment.</summary>
    public bool TryTakeRecorded(Timestamp moment, out AvlReport report)
    {
        report = null!;
        return this.recorded.TryPeek(out AvlReport? first) && !(first.ReceivedAt > moment) && this.recorded.TryDequeue(out report!);
    }

    private void Release(Timestamp moment, List<ReplayRecord> changed)
    {
        while (this.reports.TryRelease(moment, out StressedReport report))
        {
            if (report.Recorded is { } recorded)
            {
                this.recorded.Enqueue(recorded);
            }

            if (report.Seen is { } seen)
            {
                changed.Add(new ReplayRecord(0, seen.ReceivedAt, seen, null, StartsRow: true));
            }
        }
    }
}
