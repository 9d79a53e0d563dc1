using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Service;

/// <summary>Decides beforehand what will become of a planned run. Its chance is its own, so that no other run changes it.</summary>
internal sealed class RunMaker(Schedule schedule, SimulationOptions options, CityMap map)
{
    /// <summary>The run as it will be driven; null: it is canceled.</summary>
    public Run? Make(DayPlan day, PlannedRun planned)
    {
        CityPattern pattern = map.Patterns[schedule.Trips.PatternIndex(planned.Trip)];
        ulong subject = SeededChance.Mix((ulong)planned.Trip, (ulong)day.Date.DayNumber, (ulong)planned.StartSeconds);
        SeededChance chance = SeededChance.Of(options.Seed, ChanceStream.Planning, subject);
        bool isCanceled = chance.Happens(options.Service.CanceledShare);
        bool breaks = chance.Happens(options.Service.BreakdownShare);
        bool isCut = chance.Happens(options.Service.ShortTurnShare) && pattern.LastPosition >= 4;
        double breakShare = chance.Next();
        double cutShare = chance.Between(0.5, 0.9);
        double where = chance.Between(0.2, 0.8);
        double late = chance.Normal();
        double pace = chance.Normal();
        if (isCanceled)
        {
            return null;
        }

        int servedTo = isCut ? Math.Clamp((int)(pattern.LastPosition * cutShare), 2, pattern.LastPosition - 1) : pattern.LastPosition;
        bool byHeadway = planned.HeadwaySeconds > 0 && !planned.ExactTimes;
        double lateSeconds = byHeadway
            ? Math.Clamp(0.12 * planned.HeadwaySeconds * late, -0.3 * planned.HeadwaySeconds, 0.3 * planned.HeadwaySeconds)
            : 20 * Math.Abs(late);
        if (pattern.Line.Traits.Mode == LineMode.Rail)
        {
            lateSeconds *= 0.25;
        }

        long at = day.AtOf(planned);
        return new Run
        {
            Trip = planned.Trip,
            Date = day.Date,
            StartSeconds = planned.StartSeconds,
            HeadwaySeconds = planned.HeadwaySeconds,
            ByHeadway = byHeadway,
            Pattern = pattern,
            PlannedAt = at,
            LeavesAt = at + (long)(lateSeconds * options.Unevenness * 1000),
            Pace = Math.Exp(Motion.ModeMotion.Of(pattern.Line.Traits.Mode).RunSpread * options.Unevenness * pace),
            ServedTo = servedTo,
            BreaksAfter = breaks ? Math.Min((int)(servedTo * breakShare), servedTo - 1) : -1,
            BreaksAtShare = where,
        };
    }

    /// <summary>The rest of a run for the vehicle that takes it over.</summary>
    public static Run TakeOver(Run run, int fromPosition, long leavesAt) =>
        run.From(fromPosition, leavesAt, run.ServedTo, breaksAfter: -1, isTakenOver: true);

    /// <summary>The start of a service day's run as GTFS writes it.</summary>
    public static ServiceTime StartTime(Run run) => ServiceTime.FromSeconds(Math.Max(0, run.StartSeconds));
}
