using System.Globalization;
using System.Text;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Gtfs;
using TransitHub.Training.Fitting;

namespace TransitHub.Server.Commands.Train;

/// <summary>What a model's card says to people: question, inputs, data and its terms, errors beside the formula.</summary>
internal static class CardText
{
    /// <summary>One archive in one line.</summary>
    public static string Source(TrainArchive archive, Schedule schedule, ArrivalSamples samples, double end)
    {
        string agencies = string.Join(", ", Enumerable.Range(0, schedule.Agencies.Count).Select(schedule.Agencies.Name));
        string from = samples.Rows.Count == 0 ? "none" : Utc(samples.Rows[0].Sample.Now);
        string truth = archive.Arrivals is null ? "arrivals as the hub measured them" : "arrivals from a file of its own";
        return string.Create(CultureInfo.InvariantCulture,
            $"{agencies}: `{Path.GetFileName(Path.TrimEndingDirectorySeparator(archive.Input))}` ({archive.Format}), {from} to {Utc(end)}, {samples.Rows.Count:N0} samples kept, {truth}");
    }

    /// <summary>The text below the header.</summary>
    public static string Of(
        TrainOptions options, IReadOnlyList<string> sources, IReadOnlyList<string> leftOut, int rows, int validationRows, QuantileFit fit, IReadOnlyList<FitError> errors)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        StringBuilder text = new();
        text.Append("# Arrival residual\n\n");
        text.Append("For one predicted stop of one run: quantiles of (arrival − median of the formula) / spread of the formula, both as the formula's\n");
        text.Append("errors have been so far at that time ahead. The hub joins them with the formula's own quantiles, as much as arrivals prove\n");
        text.Append("them right (`src/TransitHub.Core/Fusion/Prediction`).\n\n");
        text.Append(plain, $"- Input `rows`, float32 [n, {ArrivalFeatures.Count}]: the features named above, units in `ArrivalFeatures.cs`. Values beyond the range of the training data count as its border.\n");
        text.Append(plain, $"- Output `quantiles`, float32 [n, {ArrivalFeatures.LevelCount}]: never crossing, within ± {QuantileNetwork.MaxAnswer}, without unit.\n");
        text.Append(plain, $"- Form: {ArrivalFeatures.Count} → {QuantileNetwork.FirstWidth} → {QuantileNetwork.SecondWidth} → {ArrivalFeatures.LevelCount}, rectifiers; pinball loss, Adam, seed {options.Seed}, {fit.Epochs} epochs at most of which the best was kept.\n");
        text.Append(plain, $"- Left out: {(leftOut.Count == 0 ? "nothing" : string.Join(", ", leftOut) + " (fewer than seven service days)")}.\n\n");
        text.Append("## Data\n\n");
        foreach (string source in sources)
        {
            text.Append(plain, $"- {source}\n");
        }

        text.Append(plain, $"\nTerms of the data: {options.License}\n\n{rows:N0} rows to learn from; {validationRows:N0} later ones to stop by and for the figures below.\n\n");
        text.Append("## Error on the later rows\n\nMean absolute error of the median, before the hub's own calibration.\n\n");
        text.Append("| minutes ahead | rows | formula s | model s | 80 % interval covers |\n|---|---|---|---|---|\n");
        foreach (FitError e in errors.Where(e => e.Rows > 0))
        {
            text.Append(plain, $"| {e.Span} | {e.Rows} | {e.FormulaSeconds:F1} | {e.ModelSeconds:F1} | {100 * e.CoveredShare:F1} % |\n");
        }

        return text.ToString();
    }

    private static string Utc(double seconds) => DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
