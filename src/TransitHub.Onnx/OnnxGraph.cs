using Microsoft.ML.OnnxRuntime;

namespace TransitHub.Onnx;

/// <summary>
/// A graph ready to run on one thread without spinning, with its tensors made once: rows go in batches of a few fixed sizes,
/// the rest of a batch filled with zeros, so that nothing is allocated and a row's answer does not depend on the batch.
/// </summary>
internal sealed class OnnxGraph : IDisposable
{
    private static readonly int[] BatchSizes = [16, 64, 256];

    private readonly SessionOptions sessionOptions;
    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new();
    private readonly string[] inputNames;
    private readonly string[] outputNames;
    private readonly Batch[] batches;
    private readonly int columns;
    private readonly int answers;

    private OnnxGraph(SessionOptions options, InferenceSession session, ModelCard card)
    {
        this.sessionOptions = options;
        this.session = session;
        this.columns = card.Features.Length;
        this.answers = card.Levels.Length;
        this.inputNames = [card.Input];
        this.outputNames = [card.Output];
        this.batches = [.. BatchSizes.Select(size => new Batch(size, this.columns, this.answers))];
    }

    /// <summary>Rows of one batch at most.</summary>
    public int MaxRows => this.batches[^1].Rows;

    /// <summary>Loads a graph and holds it against its card.</summary>
    /// <exception cref="ModelException">It cannot be read, or is not what the card says.</exception>
    public static OnnxGraph Load(byte[] bytes, ModelCard card, string path)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        try
        {
            var session = new InferenceSession(bytes, options);
            try
            {
                Require(session.InputMetadata, "input", card.Input, card.Features.Length, path);
                Require(session.OutputMetadata, "output", card.Output, card.Levels.Length, path);
                return new OnnxGraph(options, session, card);
            }
            catch (ModelException)
            {
                session.Dispose();
                throw;
            }
        }
        catch (OnnxRuntimeException exception)
        {
            options.Dispose();
            throw new ModelException($"{path}: ONNX Runtime does not take it ({exception.Message.ReplaceLineEndings(" ")}). Train it anew or restore the file.");
        }
        catch (ModelException)
        {
            options.Dispose();
            throw;
        }
    }

    /// <summary>Runs one batch.</summary>
    /// <param name="rows">Shape [count, columns].</param>
    /// <param name="count">1 to <see cref="MaxRows"/>.</param>
    /// <param name="results">Takes shape [count, answers].</param>
    public void Run(ReadOnlySpan<float> rows, int count, Span<float> results)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, this.MaxRows);
        Batch batch = Array.Find(this.batches, b => b.Rows >= count)!;
        rows[..(count * this.columns)].CopyTo(batch.Input);
        batch.Input.AsSpan(count * this.columns).Clear();
        this.session.Run(this.runOptions, this.inputNames, batch.Inputs, this.outputNames, batch.Outputs);
        batch.Output.AsSpan(0, count * this.answers).CopyTo(results);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(this.batches, b => b.Dispose());
        this.runOptions.Dispose();
        this.session.Dispose();
        this.sessionOptions.Dispose();
    }

    private static void Require(IReadOnlyDictionary<string, NodeMetadata> tensors, string what, string name, int columns, string path)
    {
        if (tensors.Count != 1 || !tensors.TryGetValue(name, out NodeMetadata? tensor))
        {
            throw new ModelException($"{path}: the card names its {what} '{name}', the graph has {string.Join(", ", tensors.Keys)}. Card and graph are not of one model: put back the pair that came together.");
        }

        if (tensor.ElementType != typeof(float) || tensor.Dimensions is not [-1, var found] || found != columns)
        {
            string shape = string.Join(", ", tensor.Dimensions.Select(d => d < 0 ? "n" : d.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            throw new ModelException($"{path}: its {what} '{name}' is {tensor.ElementType.Name} [{shape}], and by the card it must be Single [n, {columns}]. Card and graph are not of one model: put back the pair that came together.");
        }
    }

    /// <summary>The tensors of one batch size, over memory that stays where it is.</summary>
    private sealed class Batch : IDisposable
    {
        public Batch(int rows, int columns, int answers)
        {
            this.Rows = rows;
            this.Input = new float[rows * columns];
            this.Output = new float[rows * answers];
            this.Inputs = [OrtValue.CreateTensorValueFromMemory(this.Input, [rows, columns])];
            this.Outputs = [OrtValue.CreateTensorValueFromMemory(this.Output, [rows, answers])];
        }

        public int Rows { get; }

        public float[] Input { get; }

        public float[] Output { get; }

        public OrtValue[] Inputs { get; }

        public OrtValue[] Outputs { get; }

        public void Dispose()
        {
            this.Inputs[0].Dispose();
            this.Outputs[0].Dispose();
        }
    }
}
