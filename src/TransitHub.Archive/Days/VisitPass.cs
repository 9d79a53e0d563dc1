using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Progress;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Archive.Days;

/// <summary>
/// The hub's own fusion over a part of the log, for the stops that its vehicles visit: the same code that ran live, on a state of its own, in the
/// log's time.
/// </summary>
internal sealed class VisitPass
{
    /// <summary>How often time passes, seconds of the log, as in a live hub.</summary>
    private const int TimerSeconds = 1;

    /// <summary>How often a state is taken, seconds: what one has taken in is forgotten.</summary>
    private const int StateSeconds = 60;

    private readonly FusionPipeline pipeline;
    private readonly StopVisitLog log;
    private Timestamp? next;
    private long ticks;

    /// <summary>Starts knowing nothing.</summary>
    /// <param name="source">The feed.</param>
    /// <param name="take">Gets each visit once.</param>
    public VisitPass(ArchiveSource source, Action<StopVisit> take)
    {
        this.log = new StopVisitLog(take);
        this.pipeline = new FusionPipeline(source.Feed, source.Schedule, source.Fusion, new RejectionLedger(), devices: source.Devices) { Visits = this.log };
    }

    /// <summary>Takes one record; they come in the order of the log.</summary>
    public void Take(Observation observation)
    {
        this.AdvanceTo(observation.ReceivedAt);
        this.pipeline.Process(observation);
    }

    /// <summary>Hands on the visits of vehicles that still stand somewhere.</summary>
    public void End() => this.log.End();

    private void AdvanceTo(Timestamp moment)
    {
        // Over a long silence nothing is known any more that time could change.
        if (this.next is null || moment.SecondsSince(this.next.Value) > 86_400)
        {
            this.next = moment;
        }

        while (this.next < moment)
        {
            Timestamp due = this.next.Value;
            this.pipeline.Advance(due);
            if (++this.ticks % (StateSeconds / TimerSeconds) == 0)
            {
                this.pipeline.TakeSnapshot(due);
            }

            this.next = due.AddSeconds(TimerSeconds);
        }
    }
}
