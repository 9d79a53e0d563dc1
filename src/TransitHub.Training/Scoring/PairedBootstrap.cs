using TransitHub.Core.Scoring;

namespace TransitHub.Training.Scoring;

/// <summary>The difference of two methods' MAE on the predictions that both made.</summary>
/// <param name="Runs">Runs with such predictions.</param>
/// <param name="Count">Predictions.</param>
/// <param name="OtherMae">MAE of the other method, seconds.</param>
/// <param name="OwnMae">MAE of the method it is compared with, seconds.</param>
/// <param name="Low">2.5 % quantile of the difference own − other, seconds.</param>
/// <param name="High">97.5 % quantile of the difference, seconds.</param>
public readonly record struct MaeDifference(int Runs, long Count, double OtherMae, double OwnMae, double Low, double High)
{
    /// <summary>Own − other, seconds; negative: the own method is better.</summary>
    public double Seconds => this.OwnMae - this.OtherMae;

    /// <summary>The difference in percent of the other's MAE.</summary>
    public double Percent => 100 * this.Seconds / this.OtherMae;
}

/// <summary>
/// Resamples whole runs with replacement: predictions of one run share its luck, so that rows are no independent draws.
/// </summary>
public static class PairedBootstrap
{
    /// <summary>Compares.</summary>
    /// <param name="errors">The sums.</param>
    /// <param name="method">The other method.</param>
    /// <param name="bin">One of <see cref="HorizonBins"/>; -1: all together.</param>
    /// <param name="resamples">How often is drawn, 100 or more.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    public static MaeDifference Compare(RunErrors errors, int method, int bin, int resamples, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        (double Count, double Other, double Own)[] runs = [.. Enumerable.Range(0, errors.Runs).Select(r => Sum(errors, r, bin, method)).Where(r => r.Count > 0)];
        (double count, double other, double own) = (runs.Sum(r => r.Count), runs.Sum(r => r.Other), runs.Sum(r => r.Own));
        if (runs.Length == 0)
        {
            return new MaeDifference(0, 0, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        double[] differences = new double[resamples];
        SeededDraws draws = new(seed, (ulong)(method + 1), (ulong)(bin + 2));
        for (int i = 0; i < resamples; i++)
        {
            (double drawn, double difference) = (0, 0);
            for (int j = 0; j < runs.Length; j++)
            {
                ref (double Count, double Other, double Own) run = ref runs[draws.Pick(runs.Length)];
                drawn += run.Count;
                difference += run.Own - run.Other;
            }

            differences[i] = difference / drawn;
        }

        Array.Sort(differences);
        return new MaeDifference(runs.Length, (long)count, other / count, own / count, At(differences, 0.025), At(differences, 0.975));
    }

    /// <summary>MAE of the other method on the predictions that both made, seconds; NaN without any.</summary>
    /// <param name="errors">The sums.</param>
    /// <param name="method">The other method.</param>
    /// <param name="bin">One of <see cref="HorizonBins"/>; -1: all together.</param>
    public static double Mae(RunErrors errors, int method, int bin)
    {
        ArgumentNullException.ThrowIfNull(errors);
        (double count, double sum) = (0, 0);
        for (int run = 0; run < errors.Runs; run++)
        {
            (double own, double other, _) = Sum(errors, run, bin, method);
            (count, sum) = (count + own, sum + other);
        }

        return sum / count;
    }

    private static (double Count, double Other, double Own) Sum(RunErrors errors, int run, int bin, int method)
    {
        (double count, double other, double own) = (0, 0, 0);
        for (int at = Math.Max(0, bin); at < (bin < 0 ? HorizonBins.Count : bin + 1); at++)
        {
            ReadOnlySpan<double> sums = errors.Of(run, at, method);
            (count, other, own) = (count + sums[0], other + sums[1], own + sums[2]);
        }

        return (count, other, own);
    }

    private static double At(double[] sorted, double level) => sorted[(int)Math.Round(level * (sorted.Length - 1))];
}
