using TransitHub.Server.History;

namespace TransitHub.Server.Views;

/// <summary>A feed's figures over the last hours, in JSON. In each list null is a step without a value: nobody looked then, or the feed did not answer.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="StepSeconds">Length of a step.</param>
/// <param name="From">Start of the first step, Unix seconds.</param>
/// <param name="Hours">How many hours the lists are long; the last step is the newest that is over.</param>
/// <param name="Series">The figures, each with as many values as there are steps.</param>
/// <param name="RefusedByReason">What was refused or left without a trip in each step, by reason; those that did not come are left out.</param>
internal sealed record HistoryView(
    string Feed, int StepSeconds, long From, int Hours, IReadOnlyDictionary<string, double?[]> Series, IReadOnlyDictionary<string, double?[]> RefusedByReason)
{
    /// <summary>Of a feed.</summary>
    public static HistoryView Of(string feed, int hours, FigureSeries series) => new(feed, FigureHistory.StepSeconds, series.From, hours, series.Figures, series.ByReason);
}
