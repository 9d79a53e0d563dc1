using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs.Time;
using TransitHub.Training.Export;
using TransitHub.Training.Features;
using TransitHub.Training.Fitting;

namespace TransitHub.Onnx.Tests;

/// <summary>A small model fitted in the test, written into a folder of its own that goes when the test ends.</summary>
internal sealed class FittedModel : IDisposable
{
    private static readonly Lazy<QuantileNetwork> Shared = new(Fit);

    public FittedModel()
    {
        float[][] inputs = [.. Enumerable.Range(0, 5).Select(i => Row(new Random(i)))];
        ModelCard card = ModelCard.OfArrivals(NetworkGraph.Input, NetworkGraph.Output);
        ModelFolder.Write(this.Folder, NetworkGraph.Encode(Network, "arrival-residual"), card, "# A test's own\n", new ModelSample { Inputs = inputs, Outputs = [.. inputs.Select(Answer)] });
    }

    public static QuantileNetwork Network => Shared.Value;

    public string Folder { get; } = Directory.CreateTempSubdirectory("transithub-model").FullName;

    public string Path(string file) => System.IO.Path.Combine(this.Folder, file);

    /// <summary>What the trainer's own arithmetic answers.</summary>
    public static float[] Answer(float[] row)
    {
        float[] answer = new float[ArrivalFeatures.LevelCount];
        Network.Predict(row, answer);
        return answer;
    }

    public static float[] Row(Random random) =>
        [.. Enumerable.Range(0, ArrivalFeatures.Count).Select(_ => (float)((random.NextDouble() * 4) - 2))];

    public void Dispose() => Directory.Delete(this.Folder, recursive: true);

    private static QuantileNetwork Fit()
    {
        var random = new Random(7);
        var samples = new ArrivalSamples(5000, 1);
        TripInstance trip = new(0, ServiceDate.From(2026, 3, 2), 0);
        Dictionary<(TripInstance Trip, int Stop), double> arrivals = [];
        for (int i = 0; i < 3000; i++)
        {
            float[] row = Row(random);
            samples.Add(new ArrivalSample(trip, i, i, i + 300, 30), row);
            arrivals[(trip, i)] = i + 300 + (30 * (row[0] + (row[1] * random.NextDouble())));
        }

        (TrainingRows fit, TrainingRows validation) = TrainingRows.Join([samples], [arrivals], 0.2);
        return QuantileFit.Run(fit, validation, ArrivalFeatures.Levels, [], new FitOptions { MaxEpochs = 3 }, null, CancellationToken.None).Network;
    }
}
