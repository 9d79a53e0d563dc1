using TransitHub.Gtfs;

namespace TransitHub.Training.Baselines;

/// <summary>Every method that others use, in the order of the report.</summary>
public static class BaselineMethods
{
    /// <summary>Makes them.</summary>
    /// <param name="schedule">The timetable.</param>
    /// <param name="history">Link times from before the test; may still be filled.</param>
    public static IReadOnlyList<ArrivalMethod> All(Schedule schedule, LinkHistory history) =>
    [
        new ScheduleOnly(),
        new DelayPropagation(),
        new LastVehicleOnLink(schedule),
        new HistoricalAverage(schedule, history),
        new TransitClockDefault(schedule, history),
        new TransitClockKalman(schedule, history),
        new EwmaOfLink(schedule),
        new HistoricalTimesResidual(schedule, history),
    ];
}
