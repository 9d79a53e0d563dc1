using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Service;

/// <summary>Decides what is believed of a run that no vehicle has (the hazard model of the design's section 6).</summary>
internal sealed class RunDoubt(ServiceOptions options, SightStatistics statistics, UnplacedVehicles unplaced, Func<IEnumerable<VehicleTrack>> tracks)
{
    /// <summary>From this probability on a run is simply expected.</summary>
    private const double SureFrom = 0.9;

    /// <summary>So long after its start no run is doubted: reports are on their way for half a minute, seconds.</summary>
    private const double Patience = 60;

    private bool hasLooked;

    /// <summary>Begins a round: vehicles are looked at anew when one must be.</summary>
    public void BeginRound() => this.hasLooked = false;

    /// <summary>What is believed, and the probability that the run runs.</summary>
    /// <param name="run">A run whose start has come and that no vehicle has.</param>
    /// <param name="seconds">After its start, of hearing.</param>
    /// <param name="now">The present.</param>
    public (RunState State, double Probability) Of(ExpectedRun run, double seconds, Timestamp now)
    {
        double probability = statistics.RunsThough(run.Line, seconds);
        if (probability >= SureFrom || seconds < Patience)
        {
            return (RunState.Expected, probability);
        }

        if (probability >= options.SuspectProbability || !statistics.IsCovered(run.Line))
        {
            return (RunState.Unconfirmed, probability);
        }

        bool mayBeCanceled = options.CancelUnseenRuns && !run.WasServed && probability < options.CancelProbability;
        bool isCanceled = mayBeCanceled && statistics.IsWellCovered(run.Line) && !this.MayBeServed(run, now);
        return (isCanceled ? RunState.Canceled : RunState.Suspect, probability);
    }

    private bool MayBeServed(ExpectedRun run, Timestamp now)
    {
        if (!this.hasLooked)
        {
            unplaced.Look(tracks(), now);
            this.hasLooked = true;
        }

        return unplaced.MayServe(run);
    }
}
