using TransitHub.Core.Counting;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion;

/// <summary>A pipeline that reads the log beside the one that works, until it knows as much: how a feed gets another static feed while it runs.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="parts">What of it is kept in files.</param>
internal sealed class PipelineReplay(FusionPipeline pipeline, IReadOnlyList<KeptPart> parts)
{
    private Timestamp now;
    private Timestamp advancedAt;

    /// <summary>The pipeline.</summary>
    public FusionPipeline Pipeline => pipeline;

    /// <summary>What of it is kept in files.</summary>
    public IReadOnlyList<KeptPart> Parts => parts;

    /// <summary>The place in the log up to which it was read.</summary>
    public long Through { get; private set; }

    /// <summary>Reads the log's newest part.</summary>
    /// <param name="log">The log.</param>
    /// <param name="from">Where states begin; of what is older only counts are taken, as far as the account lacks them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Begin(IObservationLog log, Timestamp from, CancellationToken cancellationToken)
    {
        // A log without a record of that time is not to be read from its beginning afterwards.
        this.Through = log.LastSequence;
        Timestamp counted = pipeline.Counting.Through;
        bool isCounted = counted.UnixMilliseconds != long.MinValue;
        Timestamp lacking = isCounted ? counted.AddSeconds(-CountBook.DisorderSeconds) : from;
        foreach (LoggedRecord record in log.Read(lacking < from ? lacking : from, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (record.Observation.ReceivedAt < from)
            {
                pipeline.Counting.Take(record.Observation);
            }
            else
            {
                this.Take(record.Observation);
            }

            this.Through = record.Sequence;
        }
    }

    /// <summary>Reads on.</summary>
    /// <param name="log">The log.</param>
    /// <param name="upTo">The last record wanted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void GoOn(IObservationLog log, long upTo, CancellationToken cancellationToken)
    {
        foreach (LoggedRecord record in log.ReadAfter(this.Through, cancellationToken))
        {
            if (record.Sequence > upTo)
            {
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            this.Take(record.Observation);
            this.Through = record.Sequence;
        }
    }

    private void Take(Observation observation)
    {
        this.now = observation.ReceivedAt > this.now ? observation.ReceivedAt : this.now;
        if (StateTempo.IsAdvanceDue(this.now, this.advancedAt))
        {
            this.advancedAt = this.now;
            pipeline.Advance(this.now);
        }

        pipeline.Restore(observation);
    }
}
