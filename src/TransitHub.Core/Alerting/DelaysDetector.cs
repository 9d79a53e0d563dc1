using TransitHub.Core.Snapshots;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Alerting;

/// <summary>A large part of a line's runs is late. Runs that nobody sees count for nothing.</summary>
internal sealed class DelaysDetector(AlertOptions options) : IAlertDetector
{
    /// <inheritdoc/>
    public AlertKind Kind => AlertKind.Delays;

    /// <inheritdoc/>
    public IEnumerable<AlertFinding> Find(HubSnapshot state)
    {
        foreach (IGrouping<(int Route, int Direction), TripSnapshot> line in
            Sight.RunsUnderWay(state).Where(t => t.DelaySeconds is not null).GroupBy(t => Sight.LineOf(state, t.Trip)))
        {
            TripSnapshot[] runs = [.. line];
            TripSnapshot[] late = [.. runs.Where(t => t.DelaySeconds >= options.LateSeconds).OrderBy(t => t.DelaySeconds)];
            if (line.Key.Route >= 0 && late.Length >= options.LateRuns && late.Length >= options.LateShare * runs.Length)
            {
                yield return FindingOf(state, line.Key.Route, line.Key.Direction, runs.Length, late);
            }
        }
    }

    private static AlertFinding FindingOf(HubSnapshot state, int route, int direction, int runs, TripSnapshot[] late)
    {
        int median = late[late.Length / 2].DelaySeconds!.Value;
        int minutes = AlertWording.Minutes(median);
        return new AlertFinding
        {
            Kind = AlertKind.Delays,
            Key = AlertWording.Key(state.Schedule, route, direction),
            InformedEntities = AlertWording.Selector(state.Schedule, route, direction),
            Effect = Alert.Types.Effect.SignificantDelays,
            Severity = Alert.Types.SeverityLevel.Warning,
            Header = AlertWording.OfLine(state.Schedule, route, "Line {0}: delays", "สาย {0}: ล่าช้า"),
            Description = AlertWording.OfLine(
                state.Schedule, route, $"Delays of about {minutes} minutes on line {{0}}.", $"{{1}}สาย {{0}} ล่าช้าประมาณ {minutes} นาที"),
            Figures = [new AlertFigure("runs", runs), new AlertFigure("late_runs", late.Length), new AlertFigure("median_delay_seconds", median)],
            Runs = [.. late.Reverse().Take(AlertFinding.MostRuns).Select(t => Sight.NameOf(state, t.Trip))],
        };
    }
}
