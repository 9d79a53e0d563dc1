using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Onnx;

/// <summary>
/// A model of the riders on board at stops ahead from a model folder, run by ONNX Runtime. It is checked before it answers anything: the
/// card, the graph against the card, and the sample against the graph. One thread uses an instance; each feed loads its own.
/// </summary>
public sealed class OnnxLoadModel : ILoadModel, IDisposable
{
    /// <summary>The question it answers, as cards name it.</summary>
    public const string Kind = "load-ahead/1";

    private readonly OnnxGraph graph;

    private OnnxLoadModel(OnnxGraph graph, ModelCard card, string folder)
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
    public static OnnxLoadModel Load(string folder)
    {
        (OnnxGraph graph, ModelCard card) = CheckedModel.Load(folder, ModelCard.OfLoads(string.Empty, string.Empty));
        return new OnnxLoadModel(graph, card, folder);
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> rows, int count, Span<float> quantiles) => this.graph.Run(rows, count, quantiles);

    /// <inheritdoc/>
    public void Dispose() => this.graph.Dispose();
}
