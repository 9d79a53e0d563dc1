using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Server.Commands.Replay;

namespace TransitHub.Server.Commands.Train;

/// <summary>The hub's own gate and fusion over an archive, in its received time, with features sampled once a minute by that clock.</summary>
internal sealed class ArchivePass
{
    private const int SampleSeconds = 60;
    private const int TimerSeconds = 1;

    private readonly TrainOptions options;
    private readonly bool isLog;
    private readonly ObservationGate gate;
    private readonly FusionPipeline pipeline;
    private readonly ReplayTicks timer = new(TimerSeconds);
    private readonly ReplayTicks samples = new(SampleSeconds);

    /// <summary>Prepares the pass.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="schedule">The static feed.</param>
    /// <param name="isLog">True for a hub's own log, whose observations passed a gate already.</param>
    /// <param name="samples">Takes the features of predicted stops and the arrivals; null: nobody learns arrivals.</param>
    /// <param name="loads">Takes what is known of loads ahead and the loads; null: nobody learns loads.</param>
    /// <param name="fusion">The settings of the hub that was recorded; null: the defaults.</param>
    public ArchivePass(TrainOptions options, Schedule schedule, bool isLog, ArrivalSamples? samples, LoadSamples? loads = null, FusionOptions? fusion = null)
    {
        this.options = options;
        this.isLog = isLog;
        this.gate = new ObservationGate(new GateOptions(), schedule.Extent);
        this.pipeline = new FusionPipeline(options.Feed, schedule, fusion ?? new FusionOptions(), new RejectionLedger(), loadSamples: loads) { Samples = samples };
    }

    /// <summary>The newest record's time; null: none yet.</summary>
    public Timestamp? Last { get; private set; }

    /// <summary>True when a record lies behind the window's end, so that none needs to be read any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Takes one record; they come in the order of their time.</summary>
    public void Take(in ReplayRecord record)
    {
        this.IsOver |= record.ReceivedAt > this.options.To;
        if (this.IsOver)
        {
            return;
        }

        this.AdvanceTo(record.ReceivedAt);
        this.Last = record.ReceivedAt;
        if (record.Observation is not { } observation)
        {
            return;
        }

        GateVerdict verdict = this.isLog ? GateVerdict.Accept(observation) : this.gate.Check(observation);
        if (verdict.Accepted is { } accepted)
        {
            this.pipeline.Process(accepted);
        }
    }

    private void AdvanceTo(Timestamp moment)
    {
        if (this.timer.Next is null || moment.SecondsSince(this.timer.Next.Value) > 86_400)
        {
            this.timer.StartAt(moment);
            this.samples.StartAt(moment);
        }

        while (this.timer.Next < moment)
        {
            Timestamp due = this.timer.Next.Value;
            this.pipeline.Advance(due);
            this.timer.Pass();
            if (due == this.samples.Next)
            {
                this.samples.Pass();
                if (this.pipeline.Samples is not null && due >= this.options.From.GetValueOrDefault())
                {
                    this.pipeline.Sample(due);
                }

                // What a snapshot has taken in is forgotten by the pipeline.
                this.pipeline.TakeSnapshot(due);
            }
        }
    }
}
