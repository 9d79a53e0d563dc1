using TransitHub.Core.Snapshots;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Alerting;

/// <summary>
/// Many of a line's runs are called canceled, which fusion does only where the line's vehicles are otherwise seen. No service at all where no vehicle of the
/// line is seen either, reduced service where some are.
/// </summary>
internal sealed class NoServiceDetector(AlertOptions options) : IAlertDetector
{
    /// <inheritdoc/>
    public AlertKind Kind => AlertKind.NoService;

    /// <inheritdoc/>
    public IEnumerable<AlertFinding> Find(HubSnapshot state)
    {
        ILookup<int, UnseenRun> canceled = state.Unseen.Where(u => u.State == RunState.Canceled).ToLookup(u => state.Schedule.Trips.RouteIndex(u.Trip.TripIndex));
        if (canceled.Count == 0)
        {
            yield break;
        }

        Dictionary<int, int> running = state.Trips.Where(t => t.IsCurrent).GroupBy(t => state.Schedule.Trips.RouteIndex(t.Trip.TripIndex)).ToDictionary(g => g.Key, g => g.Count());
        HashSet<int> withVehicles = [.. state.Vehicles.Where(v => v.RouteIndex >= 0).Select(v => v.RouteIndex)];
        foreach (IGrouping<int, UnseenRun> line in canceled.Where(l => l.Key >= 0 && l.Count() >= options.MissingRuns))
        {
            int missing = line.Count();
            int others = running.GetValueOrDefault(line.Key);
            bool isNone = others == 0 && !withVehicles.Contains(line.Key);
            if (isNone || missing >= options.MissingShare * (missing + others))
            {
                yield return FindingOf(state, line.Key, [.. line], others, isNone);
            }
        }
    }

    private static AlertFinding FindingOf(HubSnapshot state, int route, UnseenRun[] missing, int others, bool isNone) => new()
    {
        Kind = AlertKind.NoService,
        Key = AlertWording.Key(state.Schedule, route, -1) + (isNone ? "-none" : "-reduced"),
        InformedEntities = AlertWording.Selector(state.Schedule, route, -1),
        Effect = isNone ? Alert.Types.Effect.NoService : Alert.Types.Effect.ReducedService,
        Severity = isNone ? Alert.Types.SeverityLevel.Severe : Alert.Types.SeverityLevel.Warning,
        Header = isNone
            ? AlertWording.OfLine(state.Schedule, route, "Line {0}: no service", "สาย {0}: งดให้บริการ")
            : AlertWording.OfLine(state.Schedule, route, "Line {0}: reduced service", "สาย {0}: ให้บริการน้อยกว่าปกติ"),
        Description = isNone
            ? AlertWording.OfLine(state.Schedule, route, "No vehicle of line {0} is running at present.", "ขณะนี้ไม่มี{1}สาย {0} ให้บริการ")
            : AlertWording.OfLine(state.Schedule, route, "Some runs of line {0} are canceled. Waits may be longer.", "{1}สาย {0} งดให้บริการบางเที่ยว อาจต้องรอนานขึ้น"),
        Figures = [new AlertFigure("canceled_runs", missing.Length), new AlertFigure("running_runs", others)],
        Runs = [.. missing.Take(AlertFinding.MostRuns).Select(u => Sight.NameOf(state, u.Trip))],
    };
}
