using System.Collections.Immutable;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// What a learned model sees of one predicted stop, and what it answers. A model names the features it was trained on; one
/// whose names or order differ is refused, so a change here makes older models unusable instead of wrong.
/// </summary>
public static class ArrivalFeatures
{
    /// <summary>Rows of one batch at most.</summary>
    public const int MaxBatch = 256;

    /// <summary>Expectations farther ahead are left to the formula, seconds.</summary>
    public const double FarthestSeconds = 3600;

    /// <summary>Every feature is finite and within ± this, whatever a feed says.</summary>
    public const float Bound = 50;

    /// <summary>
    /// The features in order. <c>_log</c>: ln(1 + value), for signed values with their sign; minutes unless the name says
    /// otherwise. Ahead: from now to the formula's expectation. Ratios are natural logarithms. Shares and flags are 0 to 1.
    /// </summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "ahead_log", "ahead_minutes", "deviation_log", "deviation_share",
        "timetable_deviations", "timetable_log", "delay_log", "delay_change_log", "pace_ratio", "silence_log",
        "stops_left_log", "kilometers_left_log", "speed_ratio", "timetable_speed_ratio",
        "formula_ratio", "quick_ratio", "slow_ratio", "fresh_share", "known_share", "stop_link_age_log", "next_link_age_log",
        "is_standing", "is_waiting", "is_next_run", "is_by_headway", "stop_share", "passed_share",
        "standing_log", "until_start_log", "dwell_ahead_log",
        "day_sine", "day_cosine", "is_weekend", "is_boat", "is_rail",
    ];

    /// <summary>Features of a row.</summary>
    public static int Count => Names.Length;

    /// <summary>Features that only an archive of several days can teach; a trainer leaves them out of a shorter one.</summary>
    public static ImmutableArray<string> OfTheCalendar { get; } = ["day_sine", "day_cosine", "is_weekend"];

    /// <summary>The quantiles of an answer, in order.</summary>
    public static ImmutableArray<double> Levels { get; } = [0.1, 0.25, 0.35, 0.5, 0.75, 0.9];

    /// <summary>Quantiles of an answer.</summary>
    public static int LevelCount => Levels.Length;
}
