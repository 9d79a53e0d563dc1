using TransitHub.Core.Graphs;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.States;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// Tells those who serve what this process refused before the shards' logs. It takes the lowest free place, a lease with a number, and goes on with what
/// whoever had it before told there. So what a process told stays when it is gone, and there are never more places than processes at a time.
/// </summary>
/// <param name="intakes">What was refused.</param>
/// <param name="storage">Where it is told.</param>
/// <param name="owner">This process in leases: another text for each process and start.</param>
/// <param name="clock">The process's own clock.</param>
public sealed class IngestReporter(IntakeDirectory intakes, IHubStorage storage, string owner, TimeProvider clock)
{
    /// <summary>Processes that can tell at a time. One that finds no place tells its own /metrics alone.</summary>
    public const int Places = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(10);
    private readonly LeaseKeeper keeper = new(storage.Leases, clock);
    private HeldLease? place;
    private IngestTally[] former = [];
    private IngestTally[] told = [];
    private IngestTally[] elsewhere = [];
    private long sequence;

    /// <summary>Tells every few seconds what is new, and once more at the end. What cannot be written is told with the next.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await this.TryTellAsync(stop).ConfigureAwait(false);
            await Task.Delay(Pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var patience = new CancellationTokenSource(Pause, clock);
        await this.TryTellAsync(patience.Token).ConfigureAwait(false);
        await this.LeaveAsync().ConfigureAwait(false);
    }

    /// <summary>Tells what is new.</summary>
    /// <exception cref="IOException">The storage failed; what was told before stands.</exception>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        if (this.place is { Lost.IsCancellationRequested: true })
        {
            await this.LeaveAsync().ConfigureAwait(false);
        }

        IngestTally[] own = [IngestTally.Of(string.Empty, intakes.Unrouted), .. intakes.All.Select(IngestTally.Of)];
        if (own.Sum(t => t.Total) == this.told.Sum(t => t.Total) || !await this.HasPlaceAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var report = new IngestReport
        {
            At = Timestamp.Now(clock),
            Feeds = IngestTally.Add([.. this.former, .. own, .. this.elsewhere.Select(t => t.Negated())]),
        };
        await storage.States.SaveAsync(
            IngestReport.Name, new StoredState(IngestReport.Schema, ++this.sequence, GraphCodec.Encode(report)), this.place!.Lease, cancellationToken).ConfigureAwait(false);
        this.told = own;
    }

    /// <summary>Gives the place to another.</summary>
    public async Task LeaveAsync()
    {
        if (this.place is { } held)
        {
            this.place = null;
            await held.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task TryTellAsync(CancellationToken cancellationToken)
    {
        try
        {
            await this.TellAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The next one tells it, too; what is wrong with the storage is told where observations wait for it.
        }
    }

    private async Task<bool> HasPlaceAsync(CancellationToken cancellationToken)
    {
        for (int number = 0; number < Places && this.place is null; number++)
        {
            var name = LeaseName.OfIngest(number);
            if (await this.keeper.TryHoldAsync(name, owner, LeaseDuration, cancellationToken).ConfigureAwait(false) is { } held)
            {
                await this.GoOnAsync(held, cancellationToken).ConfigureAwait(false);
            }
        }

        return this.place is not null;
    }

    /// <summary>Goes on with what stands at a place. What this process told at another stays there, and is not told again.</summary>
    private async Task GoOnAsync(HeldLease held, CancellationToken cancellationToken)
    {
        try
        {
            StateReading read = await storage.States.ReadAsync(held.Lease.Name, IngestReport.Name, cancellationToken).ConfigureAwait(false);
            this.former = read.State is { } state ? ReportIn(state).Feeds : [];
            this.sequence = read.State?.Sequence ?? 0;
            this.elsewhere = this.told;
            this.place = held;
        }
        finally
        {
            if (this.place is null)
            {
                await held.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads what stands at a place.</summary>
    /// <exception cref="NewerFormatException">A newer hub wrote it.</exception>
    internal static IngestReport ReportIn(StoredState state) => state.Schema > IngestReport.Schema
        ? throw new NewerFormatException("What ingest processes refused", (uint)state.Schema, IngestReport.Schema)
        : GraphCodec.Decode<IngestReport>(state.Content);
}
