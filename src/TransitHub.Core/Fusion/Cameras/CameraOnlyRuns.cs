using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>
/// Runs that cameras see and no vehicle reports: each has arrivals expected from where it was seen last, and the next run of its block after it. They have
/// no position and name no vehicle. As soon as a vehicle is found on the run, or reports again, the run is that vehicle's.
/// </summary>
internal sealed class CameraOnlyRuns(CameraLines lines, RunAssigner assigner, ArrivalPredictor predictor, FusionOptions options)
{
    /// <summary>A run that no camera sees for so long is shown no more, seconds: its cameras may be blind, or it may have ended.</summary>
    private const double UnseenSeconds = 1800;

    /// <summary>A passage is told about so long after it, seconds.</summary>
    private const double TellSeconds = 30;

    /// <summary>The end of a run is so long past when it is let go, seconds, unless another follows.</summary>
    private const double AfterEnd = 300;

    private readonly SortedDictionary<TripInstance, VehicleTrack> runs = [];
    private readonly List<TripInstance> over = [];

    /// <summary>How many there are.</summary>
    public int Count => this.runs.Count;

    /// <summary>What stands for their vehicles.</summary>
    public IReadOnlyCollection<VehicleTrack> Tracks => this.runs.Values;

    /// <summary>Takes note of where a run was seen last.</summary>
    /// <param name="trip">The run.</param>
    /// <param name="at">When, Unix seconds.</param>
    /// <param name="pass">Where.</param>
    /// <param name="probability">How likely it is that it was, [0, 1].</param>
    public void See(TripInstance trip, double at, LinePass pass, double probability)
    {
        double along = pass.Offset;
        if (!this.runs.TryGetValue(trip, out VehicleTrack? track) || track.Run?.Trip != trip)
        {
            track = new VehicleTrack(default) { Phase = VehiclePhase.InService, Sight = (at, along) };
            if (this.runs.Count >= options.MaxVehicles || !assigner.TakeUnheard(track, trip))
            {
                return;
            }

            this.runs[trip] = track;
        }

        track.Sight = (at, along);
        track.AssignmentProbability = (float)probability;
        track.ExpectedAt = 0;
    }

    /// <summary>Takes a sighting back that turned out to be of another run.</summary>
    public void Unsee(TripInstance trip)
    {
        if (this.runs.TryGetValue(trip, out VehicleTrack? track))
        {
            this.runs.Remove(trip);
            assigner.Release(track);
        }
    }

    /// <summary>Lets time pass: makes expectations that are due, ends what is over.</summary>
    public void Advance(double now)
    {
        this.over.Clear();
        foreach ((TripInstance trip, VehicleTrack track) in this.runs)
        {
            if (track.Run is not { } run || run.Trip != trip || IsOver(track, run, now) || (run.ByHeadway && this.IsMissed(track, run, now)))
            {
                this.over.Add(trip);
            }
            else if (now - track.ExpectedAt >= options.RefreshSeconds || run.DueAt <= now || track.NextRun?.DueAt <= now)
            {
                this.Expect(track, run, now);
            }
        }

        foreach (TripInstance trip in this.over)
        {
            this.Unsee(trip);
        }
    }

    /// <summary>Shows what changed since the last state.</summary>
    public void Show(StateTables tables, TripView view, double present)
    {
        foreach (VehicleTrack track in this.runs.Values)
        {
            if (track.IsChanged && track.Run is not null)
            {
                track.IsChanged = false;
                tables.ShowRuns(track, view, present);
            }
        }
    }

    private void Expect(VehicleTrack track, RunTrack run, double now)
    {
        track.ExpectedAt = now;
        track.IsChanged = true;
        (double at, double along) = track.Sight!.Value;
        predictor.PredictSighted(run, along, at, this.Overdue(run, at, along, now), now);
        if (track.NextRun is { } next)
        {
            double arrives = run.Expected[run.LastStop];
            next.IsSighted = true;
            predictor.PredictFromStart(next, arrives, Math.Max(now, arrives + options.MinLayoverSeconds), run.Variance[run.LastStop], now);
        }
    }

    /// <summary>
    /// Seconds by which a run is rather later than expected, since the next camera that has not failed did not see it yet: all of those that it is overdue there, as far as
    /// it was not missed, which becomes the likelier the longer it takes.
    /// </summary>
    private double Overdue(RunTrack run, double at, double along, double now)
    {
        foreach (LinePass pass in lines.Of(run.Pattern)!)
        {
            CameraLine line = lines.All[pass.Line];
            if (pass.Offset <= along || line.HasFailed)
            {
                continue;
            }

            double expected = at + predictor.Travel(run, along, at, pass.Offset, now, out double variance);
            double overdue = now - TellSeconds - expected;
            if (overdue <= 0)
            {
                return 0;
            }

            double detection = line.Sees;
            Expectation alone = new(expected, Math.Sqrt(variance + ArrivalPredictor.SightingVariance), 1) { Gate = double.MaxValue };
            double isStillComing = detection * (1 - alone.SeenBy(now - TellSeconds));
            return overdue * isStillComing / (isStillComing + 1 - detection);
        }

        return 0;
    }

    /// <summary>
    /// Whether a run by headway, which no timetable vouches for, is rather none: lines on its way should have seen it by now and did not. A run that was seen
    /// for sure outlasts a few of them.
    /// </summary>
    private bool IsMissed(VehicleTrack track, RunTrack run, double now)
    {
        (double at, double along) = track.Sight!.Value;
        double missed = 1;
        foreach (LinePass pass in lines.Of(run.Pattern)!)
        {
            if (pass.Offset > along)
            {
                double expected = at + predictor.Travel(run, along, at, pass.Offset, now, out double variance);
                if (expected > now)
                {
                    break;
                }

                Expectation alone = new(expected, Math.Sqrt(variance + ArrivalPredictor.SightingVariance), 1) { Gate = double.MaxValue };
                missed *= 1 - (lines.All[pass.Line].Sees * alone.SeenBy(now - TellSeconds));
            }
        }

        double isReal = track.AssignmentProbability * missed;
        return isReal < 1 - track.AssignmentProbability;
    }

    private static bool IsOver(VehicleTrack track, RunTrack run, double now)
    {
        double end = run.Expected[run.LastStop];
        if (double.IsNaN(end) || now - end < AfterEnd)
        {
            return now - track.Sight!.Value.At > UnseenSeconds;
        }

        // The next run is told until it, too, should have been seen.
        return track.NextRun is not { } next || now > Math.Max(next.ScheduledStart, end) + AfterEnd;
    }
}
