using System.Globalization;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Onnx;
using TransitHub.Training.Export;
using TransitHub.Training.Features;
using TransitHub.Training.Fitting;
using TransitHub.Training.Truth;

namespace TransitHub.Server.Commands.Train;

/// <summary>A whole training: archives through the hub's own core into rows, rows into a network, the network into a model's folder.</summary>
internal sealed class TrainWork(TrainOptions options, TextWriter output, TextWriter error)
{
    /// <summary>Arrivals of what was sampled so shortly before an archive's end are cut off, the late ones first; such samples would teach earliness, seconds.</summary>
    private const double SettleSeconds = 5400;

    private const double ValidationShare = 0.2;

    /// <summary>Fewer service days say nothing of the time of day that is not chance.</summary>
    private const int DaysForCalendar = 7;

    private const int FewestRows = 2000;
    private const int SampleRows = 16;

    private readonly ProgressLine progress = ProgressLine.On(error);

    /// <summary>Runs to the end; returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        ModelOutput.Prepare(options.Out);
        List<ArrivalSamples> samples = [];
        List<IReadOnlyDictionary<(TripInstance Trip, int Stop), double>> arrivals = [];
        List<string> sources = [];
        HashSet<int> days = [];
        foreach (TrainArchive archive in options.Archives)
        {
            (ArrivalSamples rows, IReadOnlyDictionary<(TripInstance Trip, int Stop), double> truth, string source) = await this.GatherAsync(archive, cancellation).ConfigureAwait(false);
            samples.Add(rows);
            arrivals.Add(truth);
            sources.Add(source);
            days.UnionWith(rows.Rows.Select(r => r.Sample.Trip.ServiceDate.DayNumber));
        }

        (TrainingRows fit, TrainingRows validation) = TrainingRows.Join(samples, arrivals, ValidationShare);
        if (fit.Count + validation.Count < FewestRows || validation.Count == 0 || fit.Count == 0)
        {
            throw CommandException.InputHasErrors(string.Create(CultureInfo.InvariantCulture,
                $"Only {fit.Count + validation.Count} predictions have a known arrival; {FewestRows} are needed at least, and none is taken from the last {SettleSeconds / 60:F0} minutes. Give a longer archive, the GTFS it belongs to, or --arrivals."));
        }

        string[] leftOut = days.Count < DaysForCalendar ? [.. ArrivalFeatures.OfTheCalendar] : [];
        QuantileFit result = QuantileFit.Run(fit, validation, ArrivalFeatures.Levels, leftOut, new FitOptions { Seed = options.Seed }, this.ReportEpoch, cancellation);
        this.progress.Clear();
        IReadOnlyList<FitError> errors = FitError.Measure(result.Network, validation);
        string text = CardText.Of(options, sources, leftOut, fit.Count, validation.Count, result, errors);
        this.Write(result.Network, validation, text);
        FitError all = errors[^1];
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{fit.Count:N0} rows to learn from, {validation.Count:N0} later ones to check: formula {all.FormulaSeconds:N1} s, model {all.ModelSeconds:N1} s mean absolute error; {options.Out}")).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private async Task<(ArrivalSamples Samples, IReadOnlyDictionary<(TripInstance Trip, int Stop), double> Arrivals, string Source)> GatherAsync(
        TrainArchive archive, CancellationToken cancellation)
    {
        Schedule schedule = ScheduleInput.ReadWithTrips(archive.Gtfs, progress: null, cancellation).Schedule;
        ArrivalTruth? given = archive.Arrivals is { } path ? ArrivalsInput.ReadAny(path, archive.Gtfs, schedule) : null;
        var samples = new ArrivalSamples(Math.Max(FewestRows, options.MaxRows / options.Archives.Count), options.Seed);
        ArchivePass pass = await ArchiveReader.ReadAsync(
            options.Feed, archive, isLog => new ArchivePass(options, schedule, isLog, samples), this.progress, () => samples.Rows.Count, cancellation).ConfigureAwait(false);
        double end = pass.Last is { } last ? last.UnixMilliseconds / 1000.0 : 0;
        IReadOnlyDictionary<(TripInstance Trip, int Stop), double> known = given is null ? samples.Arrivals : ByStop(given);
        samples.KeepUntil(end - SettleSeconds);
        var truth = known.Where(a => a.Value <= end).ToDictionary(a => a.Key, a => a.Value);
        return (samples, truth, CardText.Source(archive, schedule, samples, end));
    }

    private static Dictionary<(TripInstance Trip, int Stop), double> ByStop(ArrivalTruth truth)
    {
        Dictionary<(TripInstance Trip, int Stop), double> arrivals = [];
        foreach (TrueRun run in truth.Runs)
        {
            for (int stop = 0; stop < run.StopCount; stop++)
            {
                // Of two vehicles on one run riders meet the first.
                if (!double.IsNaN(run.Arrivals[stop]) && !(arrivals.TryGetValue((run.Trip, stop), out double other) && other <= run.Arrivals[stop]))
                {
                    arrivals[(run.Trip, stop)] = run.Arrivals[stop];
                }
            }
        }

        return arrivals;
    }

    private void Write(QuantileNetwork network, TrainingRows validation, string text)
    {
        float[][] inputs = [.. Enumerable.Range(0, SampleRows).Select(i => validation.Features(i * (validation.Count - 1) / (SampleRows - 1)).ToArray())];
        float[][] outputs = [.. inputs.Select(row =>
        {
            float[] answer = new float[ArrivalFeatures.LevelCount];
            network.Predict(row, answer);
            return answer;
        })];
        ModelOutput.Write(
            options.Out, NetworkGraph.Encode(network, "arrival-residual"), ModelCard.OfArrivals(NetworkGraph.Input, NetworkGraph.Output), text,
            new ModelSample { Inputs = inputs, Outputs = outputs }, folder => OnnxArrivalModel.Load(folder).Dispose());
    }

    private void ReportEpoch(int epoch, double loss) =>
        this.progress.Report(() => string.Create(CultureInfo.InvariantCulture, $"train: epoch {epoch}, validation loss {loss:F5}"));
}
