using System.Collections.Immutable;

namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// What a learned model of loads sees of a stop ahead, and what it answers. A model names the features it was trained on; one whose
/// names or order differ is refused, so a change here makes older models unusable instead of wrong.
/// </summary>
public static class LoadFeatures
{
    /// <summary>Rows of one batch at most.</summary>
    public const int MaxBatch = 256;

    /// <summary>Every feature is finite and within ± this.</summary>
    public const float Bound = 20;

    /// <summary>Riders added to a load before it is compared: nearly empty vehicles differ by chance.</summary>
    private const double Prior = 5;

    /// <summary>
    /// The features in order. <c>_log</c>: ln(1 + value), for signed values with their sign; minutes and riders. <c>_excess</c>: beyond the usual
    /// load of that place and time, in units of it (<see cref="UnitOf"/>). Ratios are natural logarithms, shares and flags 0 to 1; 0: not known.
    /// </summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "stops_ahead_log", "minutes_ahead_log", "formula_log", "formula_deviation", "load_deviation", "load_excess", "formula_excess",
        "usual_ratio", "is_usual_known", "leader_here_excess", "leader_excess", "is_leader_known", "gap_ratio", "is_gap_known",
        "delay_log", "full_here_share", "full_share", "is_room_known", "place_share", "day_sine", "day_cosine", "is_weekend",
    ];

    /// <summary>Features of a row.</summary>
    public static int Count => Names.Length;

    /// <summary>Features that only an archive of several days can teach; a trainer leaves them out of a shorter one.</summary>
    public static ImmutableArray<string> OfTheCalendar { get; } = ["day_sine", "day_cosine", "is_weekend"];

    /// <summary>The quantiles of an answer, in order.</summary>
    public static ImmutableArray<double> Levels { get; } = [0.1, 0.25, 0.5, 0.75, 0.9];

    /// <summary>Quantiles of an answer.</summary>
    public static int LevelCount => Levels.Length;

    /// <summary>Of what size errors at a load are, riders: as those of chance, and never so small that half a rider counts.</summary>
    /// <param name="load">Riders.</param>
    public static double UnitOf(double load) => Math.Sqrt(Math.Max(0, load) + Prior);

    /// <summary>Writes the features of a stop ahead.</summary>
    /// <param name="outlook">What is known.</param>
    /// <param name="row">Takes <see cref="Count"/> values.</param>
    public static void Write(in LoadOutlook outlook, Span<float> row)
    {
        double unit = UnitOf(outlook.Formula);
        double angle = 2 * Math.PI * outlook.Hours / 24;
        ReadOnlySpan<double> values =
        [
            Math.Log(1 + outlook.StopsAhead), Log(outlook.MinutesAhead), Log(outlook.Formula), outlook.FormulaDeviation / unit, outlook.LoadDeviation / UnitOf(outlook.Load),
            Excess(outlook.Load, outlook.UsualHere), Excess(outlook.Formula, outlook.UsualThere),
            Math.Log((outlook.UsualThere + Prior) / (outlook.UsualHere + Prior)), Known(outlook.UsualHere + outlook.UsualThere),
            Excess(outlook.LeaderHere, outlook.UsualHere), Excess(outlook.LeaderThere, outlook.UsualThere), Known(outlook.LeaderThere),
            Math.Log(Math.Clamp(outlook.GapRatio, 0.1, 10)), Known(outlook.GapRatio), Log(outlook.DelaySeconds / 60),
            outlook.Load / outlook.Room, outlook.Formula / outlook.Room, Known(outlook.Room), outlook.PlaceShare,
            Math.Sin(angle), Math.Cos(angle), outlook.IsWeekend ? 1 : 0,
        ];
        for (int i = 0; i < values.Length; i++)
        {
            row[i] = double.IsFinite(values[i]) ? (float)Math.Clamp(values[i], -Bound, Bound) : 0;
        }
    }

    private static double Excess(double load, double usual) => (load - usual) / UnitOf(usual);

    private static double Log(double value) => Math.CopySign(Math.Log(1 + Math.Abs(value)), value);

    private static double Known(double value) => double.IsNaN(value) ? 0 : 1;
}
