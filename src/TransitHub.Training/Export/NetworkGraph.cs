using TransitHub.Training.Fitting;

namespace TransitHub.Training.Export;

/// <summary>
/// A <see cref="QuantileNetwork"/> as an ONNX graph: the borders of each feature, the scaling, the layers, and the sums that
/// keep quantiles from crossing.
/// </summary>
public static class NetworkGraph
{
    /// <summary>Name of the graph's input, shape [n, features].</summary>
    public const string Input = "rows";

    /// <summary>Name of the graph's output, shape [n, levels].</summary>
    public const string Output = "quantiles";

    /// <summary>Encodes the network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">What the graph is called.</param>
    /// <returns>The bytes of <c>model.onnx</c>.</returns>
    public static byte[] Encode(QuantileNetwork network, string name)
    {
        ArgumentNullException.ThrowIfNull(network);
        int features = network.Scaling.Mean.Length;
        int levels = network.Levels.Count;
        var graph = new OnnxGraphWriter(name);
        string low = graph.Node("Max", "above", Input, graph.Constant("low", network.Scaling.Low.Span, 1, features));
        string within = graph.Node("Min", "within", low, graph.Constant("high", network.Scaling.High.Span, 1, features));
        string centered = graph.Node("Sub", "centered", within, graph.Constant("mean", network.Scaling.Mean.Span, 1, features));
        string x = graph.Node("Mul", "scaled", centered, graph.Constant("scale", network.Scaling.Scale.Span, 1, features));
        for (int i = 0; i < network.Layers.Count; i++)
        {
            string number = i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            DenseLayer layer = network.Layers[i];
            x = graph.Node("Gemm", "sum" + number, x, graph.Constant("weights" + number, Weights(layer), layer.Inputs, layer.Outputs), graph.Constant("offsets" + number, Offsets(layer), layer.Outputs));
            x = i < network.Layers.Count - 1 ? graph.Node("Relu", "hidden" + number, x) : x;
        }

        string median = graph.Node("MatMul", "median", x, graph.Constant("spread_median", Medians(network), levels, levels));
        string steps = graph.Node("MatMul", "steps", graph.Node("Softplus", "positive", x), graph.Constant("add_steps", Steps(network), levels, levels));
        string sum = graph.Node("Add", "unbounded", median, steps);
        graph.Node("Clip", Output, sum, graph.Constant("least", [-QuantileNetwork.MaxAnswer]), graph.Constant("most", [QuantileNetwork.MaxAnswer]));
        return graph.Finish(Input, features, Output, levels);
    }

    private static float[] Weights(DenseLayer layer) =>
        [.. from input in Enumerable.Range(0, layer.Inputs) from output in Enumerable.Range(0, layer.Outputs) select layer.Weight(input, output)];

    private static float[] Offsets(DenseLayer layer) => [.. Enumerable.Range(0, layer.Outputs).Select(layer.Offset)];

    /// <summary>Copies the median's column into every column.</summary>
    private static float[] Medians(QuantileNetwork network) =>
        [.. from row in Levels(network) from _ in Levels(network) select row == network.Median ? 1f : 0f];

    private static float[] Steps(QuantileNetwork network) =>
        [.. from j in Levels(network) from i in Levels(network) select (float)network.Side(i, j)];

    private static IEnumerable<int> Levels(QuantileNetwork network) => Enumerable.Range(0, network.Levels.Count);
}
