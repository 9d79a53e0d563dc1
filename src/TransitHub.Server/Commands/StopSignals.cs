using System.Runtime.InteropServices;

namespace TransitHub.Server.Commands;

/// <summary>SIGTERM and Ctrl-C: the first asks to stop in order, the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>What shells say of a process that ended by Ctrl-C.</summary>
    public const int Interrupted = 130;

    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource force = new();
    private readonly PosixSignalRegistration[] registrations;
    private int count;

    /// <summary>Listens from now on.</summary>
    public StopSignals() => this.registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGTERM, this.Handle), PosixSignalRegistration.Create(PosixSignal.SIGINT, this.Handle)];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => this.stop.Token;

    /// <summary>Cancelled by the second one, just before the process ends.</summary>
    public CancellationToken Force => this.force.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in this.registrations)
        {
            registration.Dispose();
        }

        this.stop.Dispose();
        this.force.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref this.count) == 1)
        {
            this.stop.Cancel();
            return;
        }

        this.force.Cancel();
        Environment.Exit(Interrupted);
    }
}
