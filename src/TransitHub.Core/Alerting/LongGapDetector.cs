using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Alerting;

/// <summary>
/// Far longer than planned between two vehicles of a line. A run between them that nobody sees may run all the same, so by the timetable it widens the
/// plan with it; only one that is called canceled leaves the plan as it was. Where lines run by headway, the usual gap counts as the plan where it is longer: it has in
/// it the vehicles that never report. A vehicle of the line on another pattern that stops there in between takes the riders, too.
/// </summary>
internal sealed class LongGapDetector(AlertOptions options) : IAlertDetector
{
    /// <inheritdoc/>
    public AlertKind Kind => AlertKind.LongGap;

    /// <inheritdoc/>
    public IEnumerable<AlertFinding> Find(HubSnapshot state)
    {
        IEnumerable<RunGap> gaps = RunGap.Find(state).Select(g => g with { PlannedSeconds = Usual(state, g) }).Where(this.IsLong)
            .Select(g => g with { Seconds = g.LongestWait(state) }).Where(this.IsLong);
        foreach (IGrouping<(int Route, int Direction), RunGap> line in gaps.GroupBy(g => Sight.LineOf(state, g.Leader.Trip)))
        {
            if (line.Key.Route >= 0)
            {
                yield return FindingOf(state, line.Key.Route, line.Key.Direction, line.MaxBy(g => g.Seconds));
            }
        }
    }

    private bool IsLong(RunGap gap) => gap.Seconds >= options.LongGapRatio * gap.PlannedSeconds && gap.Seconds - gap.PlannedSeconds >= options.LongGapExtraSeconds;

    private static double Usual(HubSnapshot state, RunGap gap)
    {
        TripTable trips = state.Schedule.Trips;
        int pattern = trips.PatternIndex(gap.Follower.Trip.TripIndex);
        if (state.FindHeadway(pattern) is { Gaps: > 0 } forecast)
        {
            return Math.Max(gap.PlannedSeconds, forecast.MeanSeconds);
        }

        long from = StartOf(state.Schedule, gap.Leader.Trip);
        long to = StartOf(state.Schedule, gap.Follower.Trip);
        int canceled = state.Unseen.Count(u => u.State == RunState.Canceled && trips.PatternIndex(u.Trip.TripIndex) == pattern
            && StartOf(state.Schedule, u.Trip) is var start && start > from && start < to);
        return gap.PlannedSeconds / (canceled + 1);
    }

    private static long StartOf(Schedule schedule, TripInstance run) => schedule.ToUnixSeconds(run.ServiceDate, run.StartSeconds);

    private static AlertFinding FindingOf(HubSnapshot state, int route, int direction, RunGap gap)
    {
        int minutes = AlertWording.Minutes(gap.Seconds);
        return new AlertFinding
        {
            Kind = AlertKind.LongGap,
            Key = AlertWording.Key(state.Schedule, route, direction),
            InformedEntities = AlertWording.Selector(state.Schedule, route, direction),
            Effect = Alert.Types.Effect.SignificantDelays,
            Severity = Alert.Types.SeverityLevel.Warning,
            Header = AlertWording.OfLine(state.Schedule, route, "Line {0}: long wait", "สาย {0}: รอ{1}นานกว่าปกติ"),
            Description = AlertWording.OfLine(
                state.Schedule, route,
                $"About {minutes} minutes between two vehicles of line {{0}} on a part of its way.",
                $"บางช่วงของสาย {{0}} ต้องรอ{{1}}คันถัดไปประมาณ {minutes} นาที"),
            Figures = [new AlertFigure("gap_seconds", Math.Round(gap.Seconds)), new AlertFigure("planned_gap_seconds", Math.Round(gap.PlannedSeconds))],
            Runs = [Sight.NameOf(state, gap.Leader.Trip), Sight.NameOf(state, gap.Follower.Trip)],
        };
    }
}
