using TransitHub.Core.Observations;
using TransitHub.Core.Storage;

namespace TransitHub.Core.Fusion;

/// <summary>
/// The one writer of a feed's log: takes what waits in the intake, judges it, makes it durable in one append, and only then lets it be
/// acknowledged and handed on. While an append waits for the disk the next batch gathers: many senders share one flush.
/// </summary>
internal sealed class IngestWriter
{
    private readonly ObservationIntake intake;
    private readonly ObservationGate gate;
    private readonly IObservationLog log;
    private readonly DeviceTable devices;
    private readonly Func<IReadOnlyList<Observation>, CancellationToken, ValueTask> handOn;
    private readonly IngestTelemetry telemetry;
    private readonly List<IntakeSubmission> submissions = [];

    /// <summary>Puts the parts together.</summary>
    /// <param name="intake">Where observations wait.</param>
    /// <param name="gate">Judges them.</param>
    /// <param name="log">Makes them durable.</param>
    /// <param name="devices">Is told of each.</param>
    /// <param name="handOn">Takes each durable batch; may hold the writer up when it has too much.</param>
    /// <param name="clock">The hub's clock, for what is measured.</param>
    public IngestWriter(
        ObservationIntake intake,
        ObservationGate gate,
        IObservationLog log,
        DeviceTable devices,
        Func<IReadOnlyList<Observation>, CancellationToken, ValueTask> handOn,
        TimeProvider clock)
    {
        this.intake = intake;
        this.gate = gate;
        this.log = log;
        this.devices = devices;
        this.handOn = handOn;
        this.telemetry = new IngestTelemetry(intake.Feed, clock);
    }

    /// <summary>Works until the intake is closed and empty.</summary>
    /// <exception cref="IOException">The log failed; the intake is closed and all that waited has been faulted.</exception>
    public async Task RunAsync()
    {
        try
        {
            while (await this.intake.WaitForWorkAsync().ConfigureAwait(false))
            {
                await this.WriteBatchAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            // However it ends, nobody is left waiting for a writer that is gone.
            this.intake.Close(new IOException("The writer of the observation log has stopped."), failQueued: true);
        }
    }

    private async Task WriteBatchAsync()
    {
        this.submissions.Clear();
        this.intake.Drain(this.submissions);
        (List<Observation> accepted, int refused) = this.Judge();
        if (accepted.Count > 0)
        {
            await this.AppendAsync(accepted).ConfigureAwait(false);
        }

        this.intake.CountSettled(accepted, refused);
        this.telemetry.Settled(this.submissions);
        foreach (IntakeSubmission submission in this.submissions)
        {
            submission.Settle();
        }

        if (accepted.Count > 0)
        {
            await this.handOn(accepted, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private (List<Observation> Accepted, int Refused) Judge()
    {
        List<Observation> accepted = new(this.submissions.Sum(s => s.Observations.Count));
        int refused = 0;
        foreach (IntakeSubmission submission in this.submissions)
        {
            foreach (Observation observation in submission.Observations)
            {
                GateVerdict verdict = observation.Trace is null ? this.gate.Check(observation) : this.JudgeFollowed(observation);
                if (verdict.Accepted is { } good)
                {
                    accepted.Add(good);
                    this.devices.NoteAccepted(good);
                }
                else
                {
                    refused++;
                    this.intake.Ledger.Add(observation.ReceivedAt, verdict.Reason, observation.Device.ToString(), verdict.Detail);
                    this.devices.NoteRefused(observation, verdict.Reason);
                }
            }
        }

        return (accepted, refused);
    }

    private GateVerdict JudgeFollowed(Observation observation)
    {
        this.telemetry.Taken(observation.Trace!);
        return this.telemetry.Judge(observation.Trace!, observation, this.gate.Check);
    }

    private async ValueTask AppendAsync(List<Observation> accepted)
    {
        try
        {
            // Not cancelled: what was begun is finished, so that the gate and the log agree.
            this.telemetry.BeginAppend();
            await this.log.AppendAsync(accepted, CancellationToken.None).ConfigureAwait(false);
            this.telemetry.EndAppend(accepted);
        }
        catch (IOException e)
        {
            this.intake.FailDrained(this.submissions, e);
            this.intake.Close(e, failQueued: true);
            throw;
        }
    }
}
