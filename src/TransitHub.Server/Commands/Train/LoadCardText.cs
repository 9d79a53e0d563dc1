using System.Globalization;
using System.Text;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Training.Fitting;
using TransitHub.Training.Loads;

namespace TransitHub.Server.Commands.Train;

/// <summary>What the card of a model of loads says to people: question, inputs, data and its terms, errors beside simpler answers, limits.</summary>
internal static class LoadCardText
{
    /// <summary>The text below the header.</summary>
    public static string Of(
        TrainLoadsOptions options, LoadHarvest harvest, IReadOnlyList<string> leftOut, int rows, int validationRows, QuantileFit fit, IReadOnlyList<LoadError> errors)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        StringBuilder text = new();
        text.Append("# Riders at stops ahead\n\n");
        text.Append("For one stop ahead of one run: quantiles of (riders on board at departure − the formula's expectation) / unit, the unit being the root of\n");
        text.Append("that expectation plus five. The hub hears the model only for spans of stops ahead where finished runs proved it nearer than the formula\n");
        text.Append("(`src/TransitHub.Core/Fusion/Loads`).\n\n");
        text.Append(plain, $"- Input `rows`, float32 [n, {LoadFeatures.Count}]: the features named above, units in `LoadFeatures.cs`. Values beyond the range of the training data count as its border.\n");
        text.Append(plain, $"- Output `quantiles`, float32 [n, {LoadFeatures.LevelCount}]: never crossing, within ± {QuantileNetwork.MaxAnswer}, without unit.\n");
        text.Append(plain, $"- Form: {LoadFeatures.Count} → {QuantileNetwork.FirstWidth} → {QuantileNetwork.SecondWidth} → {LoadFeatures.LevelCount}, rectifiers; pinball loss, Adam, seed {options.Seed}, {fit.Epochs} epochs at most of which the best was kept.\n");
        text.Append(plain, $"- Left out: {(leftOut.Count == 0 ? "nothing" : string.Join(", ", leftOut) + " (fewer than seven service days)")}.\n\n");
        text.Append("## Data\n\n");
        foreach (string source in harvest.Sources)
        {
            text.Append(plain, $"- {source}\n");
        }

        text.Append(plain, $"\nTerms of the data: {options.License}\n\n{rows:N0} rows to learn from; {validationRows:N0} to stop by and for the figures below: {harvest.HeldOut}, which taught nothing else.\n\n");
        text.Append("## Error on what was held out\n\nMean absolute error, riders.\n\n");
        text.Append("| stops ahead | rows | mean of the line and hour | as full as now | formula | model | 80 % interval covers |\n|---|---|---|---|---|---|---|\n");
        foreach (LoadError e in errors)
        {
            string hour = double.IsNaN(e.OfHour) ? "not measured" : e.OfHour.ToString("F2", plain);
            text.Append(plain, $"| {e.Span} | {e.Rows} | {hour} | {e.AsNow:F2} | {e.Formula:F2} | {e.Model:F2} | {100 * e.CoveredShare:F1} % |\n");
        }

        text.Append("\n## Limits\n\n");
        text.Append(options.IsLog
            ? "The formula is the hub's own. Loads are counts as corrected, not riders counted by hand: what all counters of the archive miss alike is missing in the truth too.\n"
            : "The formula is usual loads and the share of a deviation that lasts; the hub's own, from boardings and alightings, is another, so that a model of a hub's log fits it better.\n");
        text.Append(harvest.Days == 0 ? "The loads are means of many days: single days scatter more, and the quantiles are too narrow for them.\n" : string.Empty);
        return text.ToString();
    }
}
