using TransitHub.Core.Accuracy;
using TransitHub.Core.Scoring;

namespace TransitHub.Server.Views;

/// <summary>How good a feed's predictions of one service day were, in JSON. What nothing was counted of is left out.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="ServiceDate">The service day, YYYY-MM-DD; null: nothing was scored yet.</param>
/// <param name="DayStart">Its start, from which hours of service count, Unix seconds.</param>
/// <param name="Days">The days that can be asked for, the newest last.</param>
/// <param name="Since">The first moment that was looked at on it, Unix seconds.</param>
/// <param name="SampledAt">The newest moment, Unix seconds.</param>
/// <param name="EverySeconds">From one moment to the next.</param>
/// <param name="RunShare">The share of runs that is looked at now: 1, or less in a very large city.</param>
/// <param name="Truth">Where the true arrivals come from: <c>own_view</c>, the hub's own sight of its vehicles.</param>
/// <param name="UnseenArrivals">Stops that vehicles passed without being measured near enough to say when; nothing is scored there.</param>
/// <param name="RouteId">The route that was asked for; null: all of them.</param>
/// <param name="RouteShortName">Its short name, where the static feed has one.</param>
/// <param name="All">All figures, of the day or of that route.</param>
/// <param name="Hours">By the hour of service in which the vehicle came; null where a route was asked for.</param>
/// <param name="Routes">By route, in the order of ids; null where one was asked for.</param>
internal sealed record AccuracyView(
    string Feed,
    string? ServiceDate,
    long? DayStart,
    IReadOnlyList<string> Days,
    long? Since,
    long? SampledAt,
    int EverySeconds,
    double RunShare,
    string Truth,
    long UnseenArrivals,
    string? RouteId,
    string? RouteShortName,
    AccuracyFigures All,
    IReadOnlyList<HourAccuracy>? Hours,
    IReadOnlyList<RouteAccuracy>? Routes);

/// <summary>The published measures of a group of predictions.</summary>
/// <param name="Brief">The figures that every group has.</param>
/// <param name="MbtaMinutes">MBTA accuracy by predicted minutes ahead.</param>
/// <param name="EtaMinutes">ETA accuracy benchmark by true minutes ahead.</param>
/// <param name="Ahead">Errors, interval and catch by true minutes ahead.</param>
/// <param name="CalItpPercent">Cal-ITP's reliable predictions.</param>
/// <param name="PinballSeconds">Mean pinball loss of the quantiles .1 .25 .5 .75 .9.</param>
/// <param name="WidthSeconds">Mean width of the 80 % interval.</param>
/// <param name="Arrivals">Arrivals of which it was looked at whether they were predicted ten minutes before.</param>
/// <param name="GhostsJudged">Predictions of which it is known whether a vehicle came.</param>
internal sealed record AccuracyFigures(
    AccuracyBrief Brief,
    IReadOnlyList<ShareByMinutes> MbtaMinutes,
    IReadOnlyList<ShareByMinutes> EtaMinutes,
    IReadOnlyList<ErrorByMinutes> Ahead,
    double? CalItpPercent,
    double? PinballSeconds,
    double? WidthSeconds,
    long Arrivals,
    long GhostsJudged)
{
    /// <summary>Of a group.</summary>
    public static AccuracyFigures Of(AccuracyTally tally) => new(
        AccuracyBrief.Of(tally),
        [.. MbtaAccuracy.Names.Select((minutes, bin) => ShareByMinutes.Of(minutes, tally.Published.Mbta.Bin(bin)))],
        [.. EtaBenchmark.Names.Select((minutes, bin) => ShareByMinutes.Of(minutes, tally.Published.Eta.Bin(bin)))],
        [.. HorizonBins.Names.Select((minutes, bin) => ErrorByMinutes.Of(minutes, bin, tally))],
        AccuracyBrief.Rounded(tally.Published.CalItp.All.Percent),
        AccuracyBrief.Rounded(tally.Median.Pinball.Mean),
        AccuracyBrief.Rounded(tally.Median.Interval.MeanWidthSeconds),
        tally.Published.Available.Share.All,
        tally.Published.Ghosts.Ghosts.All);
}

/// <summary>The figures of a group in one line; e = true arrival − predicted.</summary>
/// <param name="Predictions">Predictions that were scored.</param>
/// <param name="Missing">Predictions that should have been there and were not; every share counts them as inaccurate.</param>
/// <param name="MaeSeconds">Mean |e| of the median.</param>
/// <param name="BiasSeconds">Mean e of the median; positive: vehicles came later than told.</param>
/// <param name="PublishedMaeSeconds">Mean |e| of the time in the feeds.</param>
/// <param name="PublishedBiasSeconds">Mean e of the time in the feeds.</param>
/// <param name="MbtaPercent">MBTA accuracy, pooled, of the time in the feeds.</param>
/// <param name="EtaPercent">ETA accuracy benchmark of the time in the feeds: the mean of its four bins.</param>
/// <param name="CatchPercent">Who comes at the time in the feeds catches the vehicle.</param>
/// <param name="CoveragePercent">Arrivals within the 80 % interval.</param>
/// <param name="AvailablePercent">Arrivals that were predicted ten minutes before.</param>
/// <param name="GhostPercent">Predictions of which nothing came within 15 minutes before and 25 after.</param>
internal sealed record AccuracyBrief(
    long Predictions,
    long Missing,
    double? MaeSeconds,
    double? BiasSeconds,
    double? PublishedMaeSeconds,
    double? PublishedBiasSeconds,
    double? MbtaPercent,
    double? EtaPercent,
    double? CatchPercent,
    double? CoveragePercent,
    double? AvailablePercent,
    double? GhostPercent)
{
    /// <summary>Of a group.</summary>
    public static AccuracyBrief Of(AccuracyTally tally) => new(
        tally.Median.Count,
        tally.Median.Missing,
        Rounded(tally.Median.Errors.Mae),
        Rounded(tally.Median.Errors.Bias),
        Rounded(tally.Published.Errors.Mae),
        Rounded(tally.Published.Errors.Bias),
        Rounded(tally.Published.Mbta.Pooled.Percent),
        Rounded(tally.Published.Eta.Percent),
        Rounded(tally.Published.Catch.All.Percent),
        Rounded(tally.Median.Interval.All.Percent),
        Rounded(tally.Published.Available.Share.Percent),
        Rounded(tally.Published.Ghosts.Ghosts.Percent));

    /// <summary>A figure of nothing is none.</summary>
    internal static double? Rounded(double value) => double.IsNaN(value) ? null : Math.Round(value, 1);
}

/// <summary>A share in one span of minutes ahead.</summary>
/// <param name="Minutes">The span, as in <c>0-3</c>.</param>
/// <param name="Percent">The share; null: of nothing.</param>
/// <param name="Predictions">Of how many, missing ones included.</param>
internal sealed record ShareByMinutes(string Minutes, double? Percent, long Predictions)
{
    /// <summary>Of a tally.</summary>
    public static ShareByMinutes Of(string minutes, ShareTally share) => new(minutes, AccuracyBrief.Rounded(share.Percent), share.All);
}

/// <summary>Errors in one span of minutes ahead.</summary>
/// <param name="Minutes">The span, as in <c>0-3</c>.</param>
/// <param name="Predictions">Predictions that were there.</param>
/// <param name="Missing">Predictions that were not.</param>
/// <param name="MaeSeconds">Mean |e| of the median.</param>
/// <param name="BiasSeconds">Mean e of the median.</param>
/// <param name="CoveragePercent">Arrivals within the 80 % interval.</param>
/// <param name="WidthSeconds">Mean width of that interval.</param>
/// <param name="CatchPercent">Who comes at the time in the feeds catches the vehicle.</param>
internal sealed record ErrorByMinutes(
    string Minutes, long Predictions, long Missing, double? MaeSeconds, double? BiasSeconds, double? CoveragePercent, double? WidthSeconds, double? CatchPercent)
{
    /// <summary>Of a group.</summary>
    public static ErrorByMinutes Of(string minutes, int bin, AccuracyTally tally) => new(
        minutes,
        tally.Median.ErrorsOf(bin).Count,
        tally.Median.MissingOf(bin),
        AccuracyBrief.Rounded(tally.Median.ErrorsOf(bin).Mae),
        AccuracyBrief.Rounded(tally.Median.ErrorsOf(bin).Bias),
        AccuracyBrief.Rounded(tally.Median.Interval.Bin(bin).Percent),
        AccuracyBrief.Rounded(tally.Median.Interval.MeanWidthSecondsOf(bin)),
        AccuracyBrief.Rounded(tally.Published.Catch.Bin(bin).Percent));
}

/// <summary>An hour's figures.</summary>
/// <param name="Hour">The hour of service in which the vehicles came; 24 is the first after midnight.</param>
/// <param name="Figures">The figures.</param>
internal sealed record HourAccuracy(int Hour, AccuracyBrief Figures);

/// <summary>A route's figures.</summary>
/// <param name="RouteId">The route.</param>
/// <param name="ShortName">Its short name, where the static feed in use has it.</param>
/// <param name="Figures">The figures.</param>
internal sealed record RouteAccuracy(string RouteId, string? ShortName, AccuracyBrief Figures);
