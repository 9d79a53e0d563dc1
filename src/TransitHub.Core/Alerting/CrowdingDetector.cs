using TransitHub.Core.Snapshots;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Alerting;

/// <summary>A place where riders wait is full. The texts tell no numbers of people: those are the operator's.</summary>
internal sealed class CrowdingDetector(AlertOptions options) : IAlertDetector
{
    /// <summary>Evidence older than this says nothing of now, seconds: three intervals of slow counters.</summary>
    private const double FreshSeconds = 900;

    /// <inheritdoc/>
    public AlertKind Kind => AlertKind.Crowding;

    /// <inheritdoc/>
    public IEnumerable<AlertFinding> Find(HubSnapshot state) =>
        state.Crowding.Where(c => c.Level >= options.CrowdedFrom && state.CreatedAt.SecondsSince(c.MeasuredAt) <= FreshSeconds).Select(c => FindingOf(state, c));

    private static AlertFinding FindingOf(HubSnapshot state, StopCrowding crowding) => new()
    {
        Kind = AlertKind.Crowding,
        Key = state.Schedule.Stops.Id(crowding.Stop),
        InformedEntities = [new AlertSelector { StopId = state.Schedule.Stops.Id(crowding.Stop) }],
        Effect = Alert.Types.Effect.OtherEffect,
        Severity = Alert.Types.SeverityLevel.Info,
        Header = AlertWording.OfStop(state.Schedule, crowding.Stop, "{0}: very crowded", "{0}: ผู้โดยสารหนาแน่นมาก"),
        Description = AlertWording.OfStop(
            state.Schedule, crowding.Stop,
            "Many riders are waiting at {0}. You may not fit on the next vehicle.",
            "มีผู้โดยสารรออยู่ที่ {0} จำนวนมาก อาจขึ้นเที่ยวถัดไปไม่ได้"),
        Figures = crowding.Capacity is { } capacity
            ? [new AlertFigure("waiting_people", Math.Round(crowding.Waiting.Mean)), new AlertFigure("capacity_people", capacity)]
            : [new AlertFigure("waiting_people", Math.Round(crowding.Waiting.Mean))],
    };
}
