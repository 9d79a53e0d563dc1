using System.Security.Cryptography;
using TransitHub.Core.Fusion.Prediction;

namespace TransitHub.Onnx;

/// <summary>
/// A model of the arrivals' errors from a model folder, run by ONNX Runtime. It is checked before it answers anything: the
/// card, the graph against the card, and the sample against the graph. One thread uses an instance; each feed loads its own.
/// </summary>
public sealed class OnnxArrivalModel : IArrivalModel, IDisposable
{
    /// <summary>The question it answers, as cards name it.</summary>
    public const string Kind = "arrival-residual/1";

    /// <summary>How far an answer on the sample may be from the trainer's, standard deviations.</summary>
    public const double SampleTolerance = 1e-3;

    private readonly OnnxGraph graph;

    private OnnxArrivalModel(OnnxGraph graph, ModelCard card, string folder)
    {
        this.graph = graph;
        this.Card = card;
        this.Folder = folder;
    }

    /// <summary>What the card says.</summary>
    public ModelCard Card { get; }

    /// <summary>Where it was loaded from.</summary>
    public string Folder { get; }

    /// <summary>Loads and checks a model.</summary>
    /// <param name="folder">The folder with the three <see cref="ModelFiles"/>.</param>
    /// <exception cref="ModelException">It is missing, damaged or of another kind; the message names the file and the remedy.</exception>
    public static OnnxArrivalModel Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new ModelException($"There is no model folder {folder}: correct the path, or make it with 'transithub train'.");
        }

        string cardPath = Path.Combine(folder, ModelFiles.Card);
        string graphPath = Path.Combine(folder, ModelFiles.Graph);
        string samplePath = Path.Combine(folder, ModelFiles.Sample);
        ModelCard card = ModelCard.Parse(Read(cardPath, File.ReadAllText), cardPath);
        RequireKind(card, cardPath);
        byte[] bytes = Read(graphPath, File.ReadAllBytes);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != card.GraphSha256)
        {
            throw new ModelException($"{graphPath}: it is not the file that {ModelFiles.Card} describes (their SHA-256 differ), so it was damaged or replaced. Put back the files that came together, or train anew.");
        }

        ModelSample sample = ModelSample.Parse(Read(samplePath, File.ReadAllText), samplePath, card.Features.Length, card.Levels.Length);
        OnnxGraph graph = OnnxGraph.Load(bytes, card, graphPath);
        var model = new OnnxArrivalModel(graph, card, folder);
        try
        {
            model.RequireSample(sample, samplePath);
            return model;
        }
        catch (ModelException)
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> rows, int count, Span<float> quantiles) => this.graph.Run(rows, count, quantiles);

    /// <inheritdoc/>
    public void Dispose() => this.graph.Dispose();

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path}: it cannot be read ({exception.Message}). A model is the three files {ModelFiles.Graph}, {ModelFiles.Card} and {ModelFiles.Sample}.");
        }
    }

    private static void RequireKind(ModelCard card, string path)
    {
        if (card.Kind != Kind)
        {
            throw new ModelException($"{path}: the model is of kind '{card.Kind}', and '{Kind}' is needed here. Name the folder of such a model.");
        }

        if (!card.Features.SequenceEqual(ArrivalFeatures.Names) || !card.Levels.SequenceEqual(ArrivalFeatures.Levels))
        {
            throw new ModelException($"{path}: the model takes other features or gives other quantiles than this version of the hub. Train it anew with 'transithub train'.");
        }
    }

    private void RequireSample(ModelSample sample, string path)
    {
        float[] answer = new float[this.Card.Levels.Length];
        for (int row = 0; row < sample.Inputs.Length; row++)
        {
            this.Predict(sample.Inputs[row], 1, answer);
            for (int i = 0; i < answer.Length; i++)
            {
                if (!(Math.Abs(answer[i] - sample.Outputs[row][i]) <= SampleTolerance))
                {
                    throw new ModelException($"{path}: row {row} gives {answer[i]} where {sample.Outputs[row][i]} is written, so graph and sample are not of one model. Put back the files that came together, or train anew.");
                }
            }
        }
    }
}
