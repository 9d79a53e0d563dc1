using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Server.Commands.Replay;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Commands.Train;

/// <summary>Reads an archive from its first record to its end through the hub's own core.</summary>
internal static class ArchiveReader
{
    /// <summary>Reads it.</summary>
    /// <param name="feed">The feed; topics of other feeds are refused.</param>
    /// <param name="archive">The archive.</param>
    /// <param name="begin">Makes the pass; takes whether it is a hub's own log.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="rows">How many rows were gathered, for the progress.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The pass, at the archive's end.</returns>
    public static async Task<ArchivePass> ReadAsync(
        FeedId feed, TrainArchive archive, Func<bool, ArchivePass> begin, ProgressLine progress, Func<int> rows, CancellationToken cancellation)
    {
        using Recording recording = RecordingInput.Open(archive.Input, archive.Format);
        ArchivePass pass = begin(recording.IsPastGate);
        var source = new ReplaySource(recording, feed);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task reading = Task.Run(() => source.RunAsync(ending.Token), CancellationToken.None);
        try
        {
            while (!pass.IsOver && await source.Batches.WaitToReadAsync(cancellation).ConfigureAwait(false))
            {
                while (!pass.IsOver && source.Batches.TryRead(out ReplayRecord[]? batch))
                {
                    cancellation.ThrowIfCancellationRequested();
                    Array.ForEach(batch, record => pass.Take(record));
                    progress.Report(() => string.Create(CultureInfo.InvariantCulture, $"train: {recording.ShareRead ?? 0:P0} of {archive.Input} read, {rows():N0} rows"));
                }
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return pass;
    }
}
