using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.States;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>Keeps what readers are told of a shard besides its states, beside the shard's thread. What cannot be written is left out: the next one follows.</summary>
/// <param name="site">The shard's.</param>
/// <param name="log">Its log.</param>
/// <param name="lease">Its lease.</param>
/// <param name="progress">How far its owner is.</param>
/// <param name="ended">Cancelled when the lease is lost.</param>
internal sealed class ReportKeeper(ShardSite site, IObservationLog log, Lease lease, ShardProgress progress, CancellationToken ended)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DetailsPause = TimeSpan.FromSeconds(10);
    private Task saving = Task.CompletedTask;
    private long? told;
    private long? toldDetails;
    private Timestamp detailsAt;

    /// <summary>Keeps what is due, on the machine's thread; writing goes on beside it.</summary>
    public void SaveIfDue(ShardMachine machine)
    {
        if (site.Reports is not { } form || !this.saving.IsCompleted || !this.IsDue(this.told, Pause))
        {
            return;
        }

        this.Begin(form, machine);
    }

    /// <summary>Keeps all once more where the shard is given back, so that readers do not miss the last of it until its next owner reports; returns when it is kept.</summary>
    public void SaveLast(ShardMachine machine)
    {
        if (site.Reports is { } form)
        {
            this.saving.GetAwaiter().GetResult();
            this.toldDetails = null;
            this.Begin(form, machine);
            this.saving.GetAwaiter().GetResult();
        }
    }

    /// <summary>Waits until nothing is being written.</summary>
    public Task EndedAsync() => this.saving;

    private void Begin(ReportForm form, ShardMachine machine)
    {
        this.told = site.Clock.GetTimestamp();
        Timestamp now = Timestamp.Now(site.Clock);
        ShardDetails? details = null;
        if (this.IsDue(this.toldDetails, DetailsPause))
        {
            this.toldDetails = this.told;
            details = ShardDetails.Of(machine, now);
        }

        ShardReport report = ShardReport.Of(machine, progress, now, this.detailsAt);
        this.saving = Task.Run(() => this.WriteAsync(form, report, details), CancellationToken.None);
    }

    private bool IsDue(long? last, TimeSpan pause) => last is null || site.Clock.GetElapsedTime(last.Value) >= pause;

    private async Task WriteAsync(ReportForm form, ShardReport report, ShardDetails? details)
    {
        try
        {
            if (details is not null)
            {
                await this.SaveAsync(ReportForm.DetailsName, report.Sequence, form.EncodeDetails(details)).ConfigureAwait(false);
                this.detailsAt = details.At;
            }

            long? size = await log.SizeAsync(ended).ConfigureAwait(false);
            await this.SaveAsync(ReportForm.Name, report.Sequence, form.Encode(report with { DetailsAt = this.detailsAt, LogBytes = size })).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Readers see the age of the last one; the shard's thread sees for itself what is wrong.
            if (details is not null && this.detailsAt != details.At)
            {
                this.toldDetails = null;
            }
        }
    }

    private async Task SaveAsync(string name, long sequence, byte[] content) =>
        await site.Storage.States.SaveAsync(site.Setup.Shard, name, new StoredState(ReportForm.Schema, sequence, content), lease, ended).ConfigureAwait(false);
}
