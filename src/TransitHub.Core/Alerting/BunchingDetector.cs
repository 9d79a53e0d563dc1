using TransitHub.Core.Snapshots;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Alerting;

/// <summary>Vehicles of a line close behind each other: the second finds nobody, and who comes after it waits for long.</summary>
internal sealed class BunchingDetector(AlertOptions options) : IAlertDetector
{
    /// <summary>Where vehicles come oftener, those close together are as planned, seconds.</summary>
    private const double LeastPlannedSeconds = 300;

    /// <inheritdoc/>
    public AlertKind Kind => AlertKind.Bunching;

    /// <inheritdoc/>
    public IEnumerable<AlertFinding> Find(HubSnapshot state)
    {
        IEnumerable<RunGap> bunched = RunGap.Find(state).Where(g => g.PlannedSeconds >= LeastPlannedSeconds && g.Seconds < options.BunchedShare * g.PlannedSeconds);
        foreach (IGrouping<(int Route, int Direction), RunGap> line in bunched.GroupBy(g => Sight.LineOf(state, g.Leader.Trip)))
        {
            RunGap[] pairs = [.. line];
            if (pairs.Length >= options.BunchedPairs && line.Key.Route >= 0)
            {
                yield return FindingOf(state, line.Key.Route, line.Key.Direction, pairs);
            }
        }
    }

    private static AlertFinding FindingOf(HubSnapshot state, int route, int direction, RunGap[] pairs) => new()
    {
        Kind = AlertKind.Bunching,
        Key = AlertWording.Key(state.Schedule, route, direction),
        InformedEntities = AlertWording.Selector(state.Schedule, route, direction),
        Effect = Alert.Types.Effect.OtherEffect,
        Severity = Alert.Types.SeverityLevel.Info,
        Header = AlertWording.OfLine(state.Schedule, route, "Line {0}: irregular intervals", "สาย {0}: {1}มาไม่สม่ำเสมอ"),
        Description = AlertWording.OfLine(
            state.Schedule, route,
            "Vehicles of line {0} run close behind each other. The wait after them may be longer than usual.",
            "{1}สาย {0} วิ่งตามกันมาติดๆ หลายคัน หลังจากนั้นอาจต้องรอนานกว่าปกติ"),
        Figures =
        [
            new AlertFigure("bunched_pairs", pairs.Length),
            new AlertFigure("shortest_gap_seconds", Math.Round(pairs.Min(p => p.Seconds))),
            new AlertFigure("planned_gap_seconds", Math.Round(pairs.Average(p => p.PlannedSeconds))),
        ],
        Runs = [.. pairs.SelectMany(p => new[] { p.Leader.Trip, p.Follower.Trip }).Distinct().Take(AlertFinding.MostRuns).Select(r => Sight.NameOf(state, r))],
    };
}
