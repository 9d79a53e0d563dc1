using TransitHub.Training.Features;

namespace TransitHub.Training.Fitting;

/// <summary>Fits a <see cref="QuantileNetwork"/> by the pinball loss and keeps the weights that were best on the validation rows.</summary>
public sealed class QuantileFit
{
    private QuantileFit(QuantileNetwork network, int epochs, double loss)
    {
        this.Network = network;
        this.Epochs = epochs;
        this.ValidationLoss = loss;
    }

    /// <summary>The fitted network.</summary>
    public QuantileNetwork Network { get; }

    /// <summary>Epochs gone through.</summary>
    public int Epochs { get; }

    /// <summary>Mean pinball loss on the validation rows, standard deviations.</summary>
    public double ValidationLoss { get; }

    /// <summary>Fits. The same rows, options and processor give the same weights.</summary>
    /// <param name="fit">Rows to learn from, at least one.</param>
    /// <param name="validation">Rows that say when to stop, at least one.</param>
    /// <param name="levels">The quantiles to answer with, ascending; the median is one of them.</param>
    /// <param name="leftOut">Features the model must not see.</param>
    /// <param name="options">How.</param>
    /// <param name="report">Takes epoch and validation loss as it goes on.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static QuantileFit Run(
        FitRows fit, FitRows validation, IReadOnlyList<double> levels, IReadOnlyCollection<string> leftOut, FitOptions options, Action<int, double>? report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(options);
        QuantileNetwork network = new(FeatureScaling.Measure(fit, leftOut), levels, options.Seed);
        var random = new Random(options.Seed);
        int[] order = [.. Enumerable.Range(0, fit.Count)];
        float[][] best = network.Save();
        double bestLoss = double.MaxValue;
        int bestEpoch = 0;
        int step = 0;
        int epoch = 0;
        while (epoch < options.MaxEpochs && epoch - bestEpoch < options.Patience)
        {
            epoch++;
            random.Shuffle(order);
            float rate = options.Rate * (0.05f + (0.475f * (1 + MathF.Cos(MathF.PI * (epoch - 1) / options.MaxEpochs))));
            Learn(network, fit, order, options, rate, ref step, cancellation);
            double loss = Loss(network, validation);
            report?.Invoke(epoch, loss);
            if (loss < bestLoss)
            {
                (best, bestLoss, bestEpoch) = (network.Save(), loss, epoch);
            }
        }

        network.Load(best);
        return new QuantileFit(network, epoch, bestLoss);
    }

    /// <summary>Mean pinball loss over rows.</summary>
    internal static double Loss(QuantileNetwork network, FitRows rows)
    {
        Span<float> quantiles = stackalloc float[network.Levels.Count];
        double sum = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            network.Predict(rows.Features(row), quantiles);
            sum += Pinball(network.Levels, quantiles, rows.Target(row));
        }

        return sum / rows.Count;
    }

    internal static double Pinball(IReadOnlyList<double> levels, ReadOnlySpan<float> quantiles, float target)
    {
        double sum = 0;
        for (int i = 0; i < quantiles.Length; i++)
        {
            double over = target - quantiles[i];
            sum += over >= 0 ? levels[i] * over : (levels[i] - 1) * over;
        }

        return sum / quantiles.Length;
    }

    private static void Learn(QuantileNetwork network, FitRows rows, int[] order, FitOptions options, float rate, ref int step, CancellationToken cancellation)
    {
        Span<float> quantiles = stackalloc float[network.Levels.Count];
        for (int from = 0; from < order.Length; from += options.BatchRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int to = Math.Min(order.Length, from + options.BatchRows);
            for (int i = from; i < to; i++)
            {
                network.Predict(rows.Features(order[i]), quantiles);
                network.Backward(quantiles, rows.Target(order[i]));
            }

            step++;
            foreach (DenseLayer layer in network.Layers)
            {
                layer.Step(to - from, rate, options.Decay, step);
            }
        }
    }
}
