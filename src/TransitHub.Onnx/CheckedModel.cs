using System.Security.Cryptography;

namespace TransitHub.Onnx;

/// <summary>Reads a model's folder and holds its parts against each other before it answers anything: the card, the graph against the card, the sample against the graph.</summary>
internal static class CheckedModel
{
    /// <summary>How far an answer on the sample may be from the trainer's, units of the answer.</summary>
    public const double SampleTolerance = 1e-3;

    /// <summary>Loads and checks a model.</summary>
    /// <param name="folder">The folder with the three <see cref="ModelFiles"/>.</param>
    /// <param name="asked">What its card must say of kind, features and quantiles.</param>
    /// <exception cref="ModelException">It is missing, damaged or of another kind; the message names the file and the remedy.</exception>
    public static (OnnxGraph Graph, ModelCard Card) Load(string folder, ModelCard asked)
    {
        if (!Directory.Exists(folder))
        {
            throw new ModelException($"There is no model folder {folder}: correct the path, or make it with 'transithub train'.");
        }

        string cardPath = Path.Combine(folder, ModelFiles.Card);
        string graphPath = Path.Combine(folder, ModelFiles.Graph);
        string samplePath = Path.Combine(folder, ModelFiles.Sample);
        ModelCard card = ModelCard.Parse(Read(cardPath, File.ReadAllText), cardPath);
        RequireKind(card, asked, cardPath);
        byte[] bytes = Read(graphPath, File.ReadAllBytes);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != card.GraphSha256)
        {
            throw new ModelException($"{graphPath}: it is not the file that {ModelFiles.Card} describes (their SHA-256 differ), so it was damaged or replaced. Put back the files that came together, or train anew.");
        }

        ModelSample sample = ModelSample.Parse(Read(samplePath, File.ReadAllText), samplePath, card.Features.Length, card.Levels.Length);
        OnnxGraph graph = OnnxGraph.Load(bytes, card, graphPath);
        try
        {
            RequireSample(graph, sample, samplePath);
            return (graph, card);
        }
        catch (ModelException)
        {
            graph.Dispose();
            throw;
        }
    }

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

    private static void RequireKind(ModelCard card, ModelCard asked, string path)
    {
        if (card.Kind != asked.Kind)
        {
            throw new ModelException($"{path}: the model is of kind '{card.Kind}', and '{asked.Kind}' is needed here. Name the folder of such a model.");
        }

        if (!card.Features.SequenceEqual(asked.Features) || !card.Levels.SequenceEqual(asked.Levels))
        {
            throw new ModelException($"{path}: the model takes other features or gives other quantiles than this version of the hub. Train it anew with 'transithub train'.");
        }
    }

    private static void RequireSample(OnnxGraph graph, ModelSample sample, string path)
    {
        float[] answer = new float[sample.Outputs[0].Length];
        for (int row = 0; row < sample.Inputs.Length; row++)
        {
            graph.Run(sample.Inputs[row], 1, answer);
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
