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
        ArrivalTruth truth = settings.Arrivals is { } path
            ? Read([path], "--arrivals", schedule)
            : await DeriveAsync(settings, schedule, cancellation).ConfigureAwait(false);
        if (truth.Arrivals == 0)
        {
            throw CommandException.InputHasErrors(settings.Arrivals is { } file
                ? $"{file} has no arrival of a trip and stop of {settings.Gtfs} ({truth.UnknownTrips} rows name unknown trips): give the GTFS of that service day."
                : $"no arrival can be derived from {settings.Input}: none of its positions names a trip of {settings.Gtfs} and lies on its line. Give the true arrivals with --arrivals.");
        }

        return new TruthFacts(settings.Arrivals is null, truth);
    }

    /// <summary>Reads files in the arrivals format.</summary>
    /// <exception cref="CommandException">One is not there or no such file.</exception>
    public static ArrivalTruth Read(IReadOnlyList<string> paths, string option, Schedule schedule)
    {
        ArrivalTruth truth = new(schedule);
        foreach (string path in paths)
        {
            try
            {
                ArrivalsFile.Read(path, schedule, truth);
            }
            catch (InvalidDataException exception)
            {
                throw CommandException.InputHasErrors(exception.Message.StartsWith(path, StringComparison.Ordinal)
                    ? exception.Message
                    : $"{path} is cut off or damaged: {exception.Message} Copy it again.");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw CommandException.WrongUse($"{option} {path} cannot be read: {exception.Message}");
            }
        }

        truth.Close();
        return truth;
    }

    private static async Task<ArrivalTruth> DeriveAsync(BacktestSettings settings, Schedule schedule, CancellationToken cancellation)
    {
        using Recording recording = RecordingReader.Open(settings.Input, settings.Format);
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
