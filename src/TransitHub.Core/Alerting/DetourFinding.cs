using TransitHub.Core.Detours;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Alerting;

/// <summary>What operators and riders are told of a detour.</summary>
internal static class DetourFinding
{
    /// <summary>The finding; null: the static feed does not know its line any more.</summary>
    public static AlertFinding? Of(Schedule schedule, Detour detour)
    {
        if (!schedule.Routes.TryFind(detour.RouteId, out int route))
        {
            return null;
        }

        int[] stops = [.. detour.SkippedStopIds.Select(id => schedule.Stops.TryFind(id, out int stop) ? stop : -1).Where(s => s >= 0)];
        return new AlertFinding
        {
            Kind = AlertKind.Detour,
            Key = detour.Key,
            InformedEntities =
            [
                .. AlertWording.Selector(schedule, route, detour.DirectionId ?? -1),
                .. detour.SkippedStopIds.Select(s => new AlertSelector { RouteId = detour.RouteId, DirectionId = detour.DirectionId, StopId = s }),
            ],
            Effect = Alert.Types.Effect.Detour,
            Severity = Alert.Types.SeverityLevel.Warning,
            Header = AlertWording.OfLine(schedule, route, "Line {0}: detour", "สาย {0}: {1}เปลี่ยนเส้นทาง"),
            Description = AlertWording.OfLineAndStops(
                schedule, route, stops,
                "Vehicles of line {0} take another way and do not stop at: {1}.",
                "{2}สาย {0} วิ่งเลี่ยงเส้นทางปกติ ไม่จอดที่: {1}"),
            Figures =
            [
                new AlertFigure("runs", detour.RunCount),
                new AlertFigure("vehicles", detour.Vehicles.Length),
                new AlertFigure("skipped_stops", detour.SkippedStopIds.Length),
                new AlertFigure("extra_seconds", detour.ExtraSeconds),
                new AlertFigure("regular_vehicles", detour.RegularCount),
            ],
            Detour = detour,
        };
    }
}
