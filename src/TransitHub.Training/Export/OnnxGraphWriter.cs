using System.Runtime.InteropServices;

namespace TransitHub.Training.Export;

/// <summary>
/// Writes a graph of float32 tensors as an ONNX model. Field numbers are those of
/// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (ModelProto, GraphProto, NodeProto, TensorProto, ValueInfoProto).
/// </summary>
internal sealed class OnnxGraphWriter(string name)
{
    /// <summary>Version of the file format: the newest that needs nothing the graph does not use.</summary>
    private const int IrVersion = 8;

    /// <summary>Version of the operators; all that are used here are older than it.</summary>
    private const int OperatorSet = 13;

    private const int Float = 1;

    private readonly OnnxMessage graph = new();
    private readonly List<OnnxMessage> constants = [];
    private int nodes;

    /// <summary>Adds a constant.</summary>
    /// <param name="tensor">Its name.</param>
    /// <param name="values">In the order of its last dimension first.</param>
    /// <param name="shape">Its dimensions; none: one value.</param>
    public string Constant(string tensor, ReadOnlySpan<float> values, params int[] shape)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("ONNX tensors are little-endian.");
        }

        OnnxMessage constant = new();
        foreach (int dimension in shape)
        {
            constant.Number(1, dimension);
        }

        this.constants.Add(constant.Number(2, Float).Text(8, tensor).Bytes(9, MemoryMarshal.AsBytes(values).ToArray()));
        return tensor;
    }

    /// <summary>Adds an operation; they stand in the order in which they run.</summary>
    /// <returns>The name of its output.</returns>
    public string Node(string operation, string output, params string[] inputs)
    {
        OnnxMessage node = new();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        this.nodes++;
        this.graph.Message(1, node.Text(2, output).Text(3, FormattableString.Invariant($"{operation}{this.nodes}")).Text(4, operation));
        return output;
    }

    /// <summary>Ends the graph: its input of shape [n, columns] and its output of shape [n, answers].</summary>
    public byte[] Finish(string input, int columns, string output, int answers)
    {
        this.graph.Text(2, name);
        this.constants.ForEach(c => this.graph.Message(5, c));
        this.graph.Message(11, Table(input, columns)).Message(12, Table(output, answers));
        return new OnnxMessage()
            .Number(1, IrVersion)
            .Text(2, "transithub")
            .Message(7, this.graph)
            .Message(8, new OnnxMessage().Text(1, string.Empty).Number(2, OperatorSet))
            .ToArray();
    }

    private static OnnxMessage Table(string tensor, int columns)
    {
        OnnxMessage shape = new OnnxMessage()
            .Message(1, new OnnxMessage().Text(2, "n"))
            .Message(1, new OnnxMessage().Number(1, columns));
        OnnxMessage type = new OnnxMessage().Message(1, new OnnxMessage().Number(1, Float).Message(2, shape));
        return new OnnxMessage().Text(1, tensor).Message(2, type);
    }
}
