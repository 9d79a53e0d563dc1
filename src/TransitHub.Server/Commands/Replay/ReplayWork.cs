using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using TransitHub.Core.Devices;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs.Reading;
using TransitHub.Onnx;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Commands.Replay;

/// <summary>
/// A whole replay: the recording is read ahead on one thread, fused on this one, encoded and written on a third. The
/// order of records and snapshots is the same however the threads run, so the results are too.
/// </summary>
internal sealed class ReplayWork(ReplayOptions options, TextWriter output, TextWriter error, TimeProvider clock)
{
    private readonly ProgressLine progress = ProgressLine.On(error);

    /// <summary>Runs to the end; returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        long started = clock.GetTimestamp();
        using Recording recording = RecordingInput.Open(options.Input, options.Format);
        ScheduleReadResult gtfs = ScheduleInput.ReadWithTrips(options.Gtfs, progress: null, cancellation);
        TimeSpan loaded = clock.GetElapsedTime(started);
        if (gtfs.HasErrors)
        {
            await error.WriteLineAsync($"transithub: {options.Gtfs} has errors; what can be used is used. All findings: transithub validate {options.Gtfs}").ConfigureAwait(false);
        }

        using OnnxArrivalModel? model = LearnedModels.TryLoad(options.Model, OnnxArrivalModel.Load, message => error.WriteLine($"transithub: warning: the formula predicts alone. {message}"));
        DeviceRegistry devices = DevicesLoader.Load(new FeedSettings { Id = options.Feed.ToString(), Devices = options.Devices }, gtfs.Schedule, output.WriteLine);
        var files = new SnapshotFiles(options.Out, options.PublishAlerts);
        ReplaySummary summary;
        try
        {
            SnapshotFiles.Prepare(options.Out);
            using var rejected = new RejectedRecordsFile(options.Out, options.ListedPerReason);
            var run = new ReplayRun(options, gtfs.Schedule, recording.IsPastGate, rejected, model, devices);
            await this.RunAsync(recording, run, files, cancellation).ConfigureAwait(false);

            // How far the reader ran ahead of the window's end is chance; at the end of the recording it is all of it.
            long rows = run.IsOver ? run.Counts.Rows : recording.ItemsRead;
            summary = new ReplaySummary(options, gtfs.Schedule, rows, run.Counts, files);
            RejectionsFile.Write(options.Out, run.Counts.Ledger);
            summary.Write(options.Out);
            await this.SayAsync(run.Counts, summary, files, loaded, clock.GetElapsedTime(started)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"--out {options.Out} cannot be written: {exception.Message}");
        }
        finally
        {
            this.progress.Clear();
        }

        return ExitCode.Done;
    }

    private async Task RunAsync(Recording recording, ReplayRun run, SnapshotFiles files, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var source = new ReplaySource(recording, options.Feed);
        Task reading = Task.Run(() => source.RunAsync(ending.Token), CancellationToken.None);
        Task writing = Task.Run(() => files.RunAsync(ending.Token), CancellationToken.None);
        try
        {
            await this.FuseAsync(recording, source, run, files, cancellation).ConfigureAwait(false);
            files.Snapshots.TryComplete();
            await writing.ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            files.Snapshots.TryComplete();
            await Task.WhenAll(reading, writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FuseAsync(Recording recording, ReplaySource source, ReplayRun run, SnapshotFiles files, CancellationToken cancellation)
    {
        while (!run.IsOver && await source.Batches.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            while (!run.IsOver && source.Batches.TryRead(out ReplayRecord[]? batch))
            {
                await WriteAsync(run.Take(batch), files, cancellation).ConfigureAwait(false);
                this.progress.Report(() => Progress(recording, files));
            }
        }

        await WriteAsync(run.End(), files, cancellation).ConfigureAwait(false);
    }

    private static async Task WriteAsync(IEnumerable<HubSnapshot> snapshots, SnapshotFiles files, CancellationToken cancellation)
    {
        try
        {
            foreach (HubSnapshot snapshot in snapshots)
            {
                await files.Snapshots.WriteAsync(snapshot, cancellation).ConfigureAwait(false);
            }
        }
        catch (ChannelClosedException exception) when (exception.InnerException is IOException cause)
        {
            throw new IOException(cause.Message, cause);
        }
    }

    private static string Progress(Recording recording, SnapshotFiles files) => string.Create(
        CultureInfo.InvariantCulture,
        $"replay: {recording.ShareRead ?? 0:P0} read, {recording.ItemsRead:N0} rows, {files.Written:N0} snapshots");

    private async Task SayAsync(ReplayCounts counts, ReplaySummary summary, SnapshotFiles files, TimeSpan loaded, TimeSpan whole)
    {
        this.progress.Clear();
        CultureInfo plain = CultureInfo.InvariantCulture;
        using var process = Process.GetCurrentProcess();
        await output.WriteLineAsync(string.Create(plain,
            $"{counts.Observations:N0} observations: {counts.Accepted:N0} accepted, {counts.Observations - counts.Accepted:N0} rejected, {counts.Fusion.Matched:N0} matched")).ConfigureAwait(false);
        if (counts.OfKnownTrips > 0)
        {
            await output.WriteLineAsync(string.Create(plain,
                $"{counts.OfKnownTripsMatched:N0} of {counts.OfKnownTrips:N0} positions of known trips matched ({summary.ShareMatched:P2}), {counts.OfKnownTripsPlaced:N0} of them placed on the trip's line")).ConfigureAwait(false);
        }

        await output.WriteLineAsync(string.Create(plain,
            $"{files.Written:N0} snapshots ({files.Bytes / 1e6:N0} MB) in {options.Out}, {whole.TotalSeconds:N1} s (GTFS {loaded.TotalSeconds:N1} s), peak memory {process.PeakWorkingSet64 / 1e6:N0} MB")).ConfigureAwait(false);
    }
}
