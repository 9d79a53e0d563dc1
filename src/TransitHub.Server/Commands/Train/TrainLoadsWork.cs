using System.Globalization;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Gtfs;
using TransitHub.Onnx;
using TransitHub.Training.Export;
using TransitHub.Training.Fitting;
using TransitHub.Training.Loads;

namespace TransitHub.Server.Commands.Train;

/// <summary>A whole training: recorded loads into rows, rows into a network, the network into a model's folder.</summary>
internal sealed class TrainLoadsWork(TrainLoadsOptions options, TextWriter output, TextWriter error)
{
    /// <summary>Fewer service days say nothing of the time of day that is not chance.</summary>
    private const int DaysForCalendar = 7;

    private const int FewestRows = 2000;
    private const int SampleRows = 16;

    private readonly ProgressLine progress = ProgressLine.On(error);

    /// <summary>Runs to the end; returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        ModelOutput.Prepare(options.Out);
        LoadHarvest harvest = options.IsLog ? await this.ReadLogsAsync(cancellation).ConfigureAwait(false) : LoadHarvest.OfFiles(options);
        if (harvest.Fit.Count + harvest.Validation.Count < FewestRows || harvest.Fit.Count == 0 || harvest.Validation.Count == 0)
        {
            throw CommandException.InputHasErrors(string.Create(CultureInfo.InvariantCulture,
                $"Only {harvest.Fit.Count + harvest.Validation.Count} loads ahead are known; {FewestRows} are needed at least, of which some are kept for checking. Give more trips, or of a log the GTFS and settings it belongs to."));
        }

        IReadOnlyList<LoadRow> fit = Even(harvest.Fit, options.MaxRows * 4 / 5);
        IReadOnlyList<LoadRow> validation = Even(harvest.Validation, options.MaxRows / 5);
        string[] leftOut = harvest.Days < DaysForCalendar ? [.. LoadFeatures.OfTheCalendar] : [];
        QuantileFit result = LoadFit.Run(fit, validation, leftOut, new FitOptions { Seed = options.Seed }, this.ReportEpoch, cancellation);
        this.progress.Clear();
        IReadOnlyList<LoadError> errors = LoadError.Measure((row, answer) => result.Network.Predict(row, answer), validation);
        this.Write(result.Network, validation, LoadCardText.Of(options, harvest, leftOut, fit.Count, validation.Count, result, errors));
        LoadError all = errors[^1];
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{fit.Count:N0} rows to learn from, {validation.Count:N0} to check ({harvest.HeldOut}): formula {all.Formula:N2}, model {all.Model:N2} riders mean absolute error; {options.Out}")).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static IReadOnlyList<LoadRow> Even(IReadOnlyList<LoadRow> rows, int most)
    {
        int every = ((rows.Count - 1) / most) + 1;
        return every == 1 ? rows : [.. rows.Where((_, i) => i % every == 0)];
    }

    private async Task<LoadHarvest> ReadLogsAsync(CancellationToken cancellation)
    {
        LoadSamples samples = new(options.MaxRows);
        List<string> sources = [];
        Schedule schedule = ScheduleInput.ReadWithTrips(options.Gtfs, progress: null, cancellation).Schedule;
        var train = new TrainOptions { Feed = options.Feed, Archives = [], License = options.License, Out = options.Out };
        foreach (string input in options.Inputs)
        {
            await ArchiveReader.ReadAsync(
                options.Feed, new TrainArchive(options.Gtfs, input, options.Format, null),
                isLog => new ArchivePass(train, schedule, isLog, null, samples, options.Fusion), this.progress, () => samples.Rows.Count, cancellation).ConfigureAwait(false);
            sources.Add(LoadHarvest.Source(input, schedule));
        }

        return LoadHarvest.OfSamples(samples, sources);
    }

    private void Write(QuantileNetwork network, IReadOnlyList<LoadRow> validation, string text)
    {
        float[][] inputs = [.. Enumerable.Range(0, SampleRows).Select(i => validation[i * (validation.Count - 1) / (SampleRows - 1)].Features())];
        float[][] outputs = [.. inputs.Select(row =>
        {
            float[] answer = new float[LoadFeatures.LevelCount];
            network.Predict(row, answer);
            return answer;
        })];
        ModelOutput.Write(
            options.Out, NetworkGraph.Encode(network, "load-ahead"), ModelCard.OfLoads(NetworkGraph.Input, NetworkGraph.Output), text,
            new ModelSample { Inputs = inputs, Outputs = outputs }, folder => OnnxLoadModel.Load(folder).Dispose());
    }

    private void ReportEpoch(int epoch, double loss) =>
        this.progress.Report(() => string.Create(CultureInfo.InvariantCulture, $"train-loads: epoch {epoch}, validation loss {loss:F5}"));
}
