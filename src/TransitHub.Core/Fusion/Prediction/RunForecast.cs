using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>Decides what can be expected of a vehicle's present run and of the next in its block, and has it computed.</summary>
internal sealed class RunForecast(Schedule schedule, FusionOptions options, ArrivalPredictor predictor, ErrorProbes probes, RecentErrors recent)
{
    /// <summary>Speed of a vehicle on its way to its first stop, as the crow flies, m/s: slow on purpose, roads wind.</summary>
    private const double ApproachSpeed = 6;

    /// <summary>A vehicle that cannot reach its first stop within so many seconds of the start will hardly make the run.</summary>
    private const double HopelessSeconds = 1200;

    /// <summary>Makes the expectations of both runs for the present.</summary>
    public void Expect(VehicleTrack track, double now)
    {
        track.AwaitsForecast = false;
        if (track.Run is not { } run)
        {
            return;
        }

        track.ExpectedAt = now;
        this.ExpectPresent(track, run, now);
        if (track.NextRun is { } next)
        {
            this.ExpectNext(track, run, next, now);
            if (next.HasExpectations)
            {
                probes.Finish(next, ForecastContext.Of(track, next, now, recent));
            }
        }
    }

    private void ExpectPresent(VehicleTrack track, RunTrack run, double now)
    {
        double silence = now - track.Tracker.FixAt;
        run.HasExpectations = false;
        if (run.IsComplete || silence > options.RemoveAfterSeconds && run.IsUnderWay)
        {
            return;
        }

        if (run.IsUnderWay)
        {
            run.ExpectedStart = double.NaN;
            predictor.PredictUnderWay(run, track.Tracker.Along, track.Tracker.FixAt, now);
        }
        else if (track.Phase == VehiclePhase.Layover)
        {
            predictor.PredictFromStart(run, double.IsNaN(run.Arrived[0]) ? now : run.Arrived[0], now, 0, now);
        }
        else
        {
            double approach = this.MetersToFirstStop(track, run) / ApproachSpeed;
            if (!run.ByHeadway && now + approach <= run.ScheduledStart + HopelessSeconds)
            {
                predictor.PredictFromStart(run, now + approach, now + approach, approach * approach * 0.1, now);
            }
        }

        if (run.HasExpectations)
        {
            probes.Finish(run, ForecastContext.Of(track, run, now, recent));
        }
    }

    private void ExpectNext(VehicleTrack track, RunTrack run, RunTrack next, double now)
    {
        next.HasExpectations = false;
        if (run.IsComplete)
        {
            double arrived = run.Arrived[run.LastStop];
            predictor.PredictFromStart(next, arrived, Math.Max(now, arrived + options.MinLayoverSeconds), 0, now);
        }
        else if (run.HasExpectations)
        {
            double arrives = run.Expected[run.LastStop];
            predictor.PredictFromStart(next, arrives, arrives + options.MinLayoverSeconds, run.Variance[run.LastStop], now);
        }
    }

    private double MetersToFirstStop(VehicleTrack track, RunTrack run)
    {
        int stop = schedule.Patterns.Stops(run.Pattern)[0];
        return Ground.Meters(track.Last.Latitude, track.Last.Longitude, schedule.Stops.Latitude(stop), schedule.Stops.Longitude(stop));
    }
}
