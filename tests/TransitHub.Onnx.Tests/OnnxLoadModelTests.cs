using TransitHub.Core.Fusion.Loads;
using TransitHub.Training.Export;
using TransitHub.Training.Fitting;
using TransitHub.Training.Loads;

namespace TransitHub.Onnx.Tests;

public sealed class OnnxLoadModelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-load-model").FullName;

    public void Dispose() => Directory.Delete(this.folder, recursive: true);

    [Fact]
    public void Answers_as_the_code_that_trained_it_whatever_the_batch()
    {
        (QuantileNetwork network, LoadRow[] rows) = Fit();
        this.Write(network, rows[0].Features());
        using OnnxLoadModel model = OnnxLoadModel.Load(this.folder);
        foreach (int count in (int[])[1, 17, 200])
        {
            float[] features = [.. rows.Take(count).SelectMany(r => r.Features())];
            float[] answers = new float[count * LoadFeatures.LevelCount];
            model.Predict(features, count, answers);
            for (int row = 0; row < count; row++)
            {
                float[] expected = new float[LoadFeatures.LevelCount];
                network.Predict(rows[row].Features(), expected);
                float[] answer = answers[(row * LoadFeatures.LevelCount)..((row + 1) * LoadFeatures.LevelCount)];
                Assert.All(expected.Zip(answer), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
                Assert.Equal(answer.Order(), answer);
            }
        }
    }

    [Fact]
    public void A_model_of_arrivals_is_refused_by_its_kind()
    {
        using FittedModel arrivals = new();

        ModelException refusal = Assert.Throws<ModelException>(() => OnnxLoadModel.Load(arrivals.Folder));

        Assert.Contains("is of kind 'arrival-residual/1', and 'load-ahead/1' is needed here", refusal.Message, StringComparison.Ordinal);
    }

    private void Write(QuantileNetwork network, float[] row)
    {
        float[] answer = new float[LoadFeatures.LevelCount];
        network.Predict(row, answer);
        ModelFolder.Write(
            this.folder, NetworkGraph.Encode(network, "load-ahead"), ModelCard.OfLoads(NetworkGraph.Input, NetworkGraph.Output), "# A test's own\n",
            new ModelSample { Inputs = [row], Outputs = [answer] });
    }

    private static (QuantileNetwork Network, LoadRow[] Rows) Fit()
    {
        var random = new Random(3);
        LoadRow[] rows = [.. Enumerable.Range(0, 1500).Select(_ => Row(random))];
        return (LoadFit.Run(rows[..1200], rows[1200..], [], new FitOptions { MaxEpochs = 3 }, null, CancellationToken.None).Network, rows);
    }

    private static LoadRow Row(Random random)
    {
        LoadOutlook outlook = new()
        {
            StopsAhead = random.Next(1, 20),
            MinutesAhead = random.Next(1, 60),
            Load = random.Next(100),
            LoadDeviation = random.NextDouble() * 5,
            UsualHere = random.Next(100),
            UsualThere = random.Next(100),
            Formula = random.Next(100),
            FormulaDeviation = random.NextDouble() * 20,
            LeaderThere = random.Next(3) == 0 ? double.NaN : random.Next(100),
            GapRatio = random.NextDouble() * 3,
            Room = 100,
            PlaceShare = random.NextDouble(),
            Hours = random.NextDouble() * 24,
            IsWeekend = random.Next(2) == 0,
        };
        return new LoadRow(outlook, Math.Max(0, (0.5 * (outlook.Formula + outlook.UsualThere)) + random.Next(-10, 11)), 50);
    }
}
