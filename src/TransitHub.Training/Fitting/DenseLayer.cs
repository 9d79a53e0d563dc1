using System.Numerics;
using System.Runtime.InteropServices;

namespace TransitHub.Training.Fitting;

/// <summary>
/// One layer, y = x·W + b, with the sums of a batch's gradients and the state of Adam. Widths are multiples of the vector so
/// that each row of W is whole vectors; columns beyond the useful ones stay 0.
/// </summary>
internal sealed class DenseLayer
{
    private const float Momentum = 0.9f;
    private const float SquareMemory = 0.999f;
    private const float Tiny = 1e-8f;
    private readonly float[] gradients;
    private readonly float[] means;
    private readonly float[] squares;

    /// <summary>Starts with weights drawn for layers that are followed by a rectifier (He).</summary>
    public DenseLayer(int inputs, int outputs, Random random)
    {
        this.Inputs = inputs;
        this.Outputs = outputs;
        this.Width = (outputs + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        this.Values = new float[(inputs + 1) * this.Width];
        this.gradients = new float[this.Values.Length];
        this.means = new float[this.Values.Length];
        this.squares = new float[this.Values.Length];
        double spread = Math.Sqrt(2.0 / inputs);
        for (int i = 0; i < inputs; i++)
        {
            for (int j = 0; j < outputs; j++)
            {
                // Twelve even draws add up to very nearly a normal one.
                double normal = -6;
                for (int k = 0; k < 12; k++)
                {
                    normal += random.NextDouble();
                }

                this.Values[(i * this.Width) + j] = (float)(normal * spread);
            }
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Values a row of W takes.</summary>
    public int Width { get; }

    /// <summary>W by input, then b as one more row.</summary>
    public float[] Values { get; }

    /// <summary>Weight from an input to an output.</summary>
    public float Weight(int input, int output) => this.Values[(input * this.Width) + output];

    /// <summary>Sums of the gradients since the last step, in the order of <see cref="Values"/>.</summary>
    public ReadOnlySpan<float> Slopes => this.gradients;

    public float Offset(int output) => this.Values[(this.Inputs * this.Width) + output];

    /// <summary>Computes y of one row.</summary>
    public void Forward(ReadOnlySpan<float> x, Span<float> y)
    {
        ReadOnlySpan<Vector<float>> weights = MemoryMarshal.Cast<float, Vector<float>>(this.Values);
        Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(y[..this.Width]);
        int lanes = sums.Length;
        weights.Slice(this.Inputs * lanes, lanes).CopyTo(sums);
        for (int i = 0; i < this.Inputs; i++)
        {
            if (x[i] == 0)
            {
                continue;
            }

            var value = new Vector<float>(x[i]);
            ReadOnlySpan<Vector<float>> row = weights.Slice(i * lanes, lanes);
            for (int j = 0; j < lanes; j++)
            {
                sums[j] += value * row[j];
            }
        }
    }

    /// <summary>Adds one row's gradients.</summary>
    /// <param name="x">What <see cref="Forward"/> was given.</param>
    /// <param name="dy">Slope of the loss by y, <see cref="Width"/> values.</param>
    /// <param name="dx">Takes the slope by x; empty: not wanted.</param>
    public void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx)
    {
        ReadOnlySpan<Vector<float>> weights = MemoryMarshal.Cast<float, Vector<float>>(this.Values);
        Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(this.gradients.AsSpan());
        ReadOnlySpan<Vector<float>> slopes = MemoryMarshal.Cast<float, Vector<float>>(dy[..this.Width]);
        int lanes = slopes.Length;
        for (int i = 0; i <= this.Inputs; i++)
        {
            float input = i < this.Inputs ? x[i] : 1;
            if (input != 0)
            {
                var value = new Vector<float>(input);
                Span<Vector<float>> sum = sums.Slice(i * lanes, lanes);
                for (int j = 0; j < lanes; j++)
                {
                    sum[j] += value * slopes[j];
                }
            }

            if (i < dx.Length && i < this.Inputs)
            {
                Vector<float> dot = Vector<float>.Zero;
                ReadOnlySpan<Vector<float>> row = weights.Slice(i * lanes, lanes);
                for (int j = 0; j < lanes; j++)
                {
                    dot += row[j] * slopes[j];
                }

                dx[i] = Vector.Sum(dot);
            }
        }
    }

    /// <summary>Moves the weights against the mean gradient of a batch (Adam with decoupled weight decay) and forgets it.</summary>
    /// <param name="count">Rows in the batch.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="decay">Share of a weight lost at each step, by rate.</param>
    /// <param name="step">Number of the step from 1.</param>
    public void Step(int count, float rate, float decay, int step)
    {
        float first = 1 - MathF.Pow(Momentum, step);
        float second = 1 - MathF.Pow(SquareMemory, step);
        int offsets = this.Inputs * this.Width;
        for (int i = 0; i < this.Values.Length; i++)
        {
            float gradient = this.gradients[i] / count;
            this.gradients[i] = 0;
            this.means[i] = (Momentum * this.means[i]) + ((1 - Momentum) * gradient);
            this.squares[i] = (SquareMemory * this.squares[i]) + ((1 - SquareMemory) * gradient * gradient);
            float shrink = i < offsets ? rate * decay * this.Values[i] : 0;
            this.Values[i] -= shrink + (rate * (this.means[i] / first) / (MathF.Sqrt(this.squares[i] / second) + Tiny));
        }
    }
}
