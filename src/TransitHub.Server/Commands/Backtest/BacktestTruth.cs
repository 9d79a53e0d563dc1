using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Server.Commands.Replay;
using TransitHub.Simulation.Recordings;
using TransitHub.Training.Reports;
using TransitHub.Training.Truth;

namespace TransitHub.Server.Commands.Backtest;

/// <summary>Gets the true arrivals: from files, or derived from the recording in a pass of its own.</summary>
internal static class BacktestTruth
{
    /// <summary>Reads or derives the truth of the recording.</summary>
    /// <exception cref="CommandException">There is none that could be used.</exception>
    public static async Task<TruthFacts> GetAsync(BacktestSettings settings, Schedule schedule, CancellationToken cancellation)
    {
        if (settings.Arrivals is { } path)
        {
            return new TruthFacts(false, ArrivalsInput.ReadAny(path, settings.Gtfs, schedule));
        }

        ArrivalTruth truth = await DeriveAsync(settings, schedule, cancellation).ConfigureAwait(false);
        return truth.Arrivals > 0
            ? new TruthFacts(true, truth)
            : throw CommandException.InputHasErrors(
                $"no arrival can be derived from {settings.Input}: none of its positions names a trip of {settings.Gtfs} and lies on its line. Give the true arrivals with --arrivals.");
    }

    private static async Task<ArrivalTruth> DeriveAsync(BacktestSettings settings, Schedule schedule, CancellationToken cancellation)
    {
        using Recording recording = RecordingInput.Open(settings.Input, settings.Format);
        TruthDeriver deriver = new(schedule);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var source = new ReplaySource(recording, settings.Feed);
        Task reading = Task.Run(() => source.RunAsync(ending.Token), CancellationToken.None);
        try
        {
            await foreach (ReplayRecord[] batch in source.Batches.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                foreach (ReplayRecord record in batch)
                {
                    if (record.Observation is AvlReport report)
                    {
                        deriver.Add(report);
                    }
                }
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return deriver.Derive();
    }
}
