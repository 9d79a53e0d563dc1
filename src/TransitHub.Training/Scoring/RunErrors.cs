using TransitHub.Core.Scoring;

namespace TransitHub.Training.Scoring;

/// <summary>
/// Sums of |e| of several methods by run and bin, over the predictions that both a method and the one they are compared with made: what
/// a paired bootstrap by run needs, and no row.
/// </summary>
public sealed class RunErrors
{
    private readonly int methods;
    private readonly List<double[]> runs = [];

    /// <summary>Starts empty.</summary>
    /// <param name="methods">Number of methods.</param>
    public RunErrors(int methods) => this.methods = methods;

    /// <summary>Runs so far.</summary>
    public int Runs => this.runs.Count;

    /// <summary>Makes room for a run and gives its number.</summary>
    public int AddRun()
    {
        this.runs.Add(new double[HorizonBins.Count * this.methods * 3]);
        return this.runs.Count - 1;
    }

    /// <summary>Takes a prediction of a method and the one it is compared with, of the same arrival.</summary>
    /// <param name="run">Number of the run.</param>
    /// <param name="bin">One of <see cref="HorizonBins"/>.</param>
    /// <param name="method">Number of the method.</param>
    /// <param name="error">Its error, seconds.</param>
    /// <param name="own">The error of the one it is compared with, seconds.</param>
    public void Add(int run, int bin, int method, double error, double own)
    {
        Span<double> sums = this.runs[run].AsSpan(((bin * this.methods) + method) * 3, 3);
        sums[0]++;
        sums[1] += Math.Abs(error);
        sums[2] += Math.Abs(own);
    }

    /// <summary>A method's sums of a run in one bin: predictions, |e| of the method, |e| of the one it is compared with.</summary>
    internal ReadOnlySpan<double> Of(int run, int bin, int method) => this.runs[run].AsSpan(((bin * this.methods) + method) * 3, 3);
}
