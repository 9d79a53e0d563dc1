using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>Notes when vehicles that report their positions cross counting lines, and expects at lines those that have a run.</summary>
internal sealed class LineCrossers(CameraLines lines, TripOwners owners, ArrivalPredictor predictor, CameraOptions options)
{
    /// <summary>Fixes farther apart than this do not tell when a line between them was crossed, seconds.</summary>
    private const double LongestGap = 120;

    /// <summary>Part of the time between two fixes by which a moment between them is off.</summary>
    private const double GapSpread = 0.2;

    /// <summary>From standard deviation to the scale of a distribution with longer tails.</summary>
    private const double ScaleOfDeviation = 0.75;

    /// <summary>The run of a vehicle that is heard of; null: it has none.</summary>
    public VehicleTrack? HeardOn(TripInstance trip) =>
        owners.Holder(trip) is { Sight: null } holder && holder.Phase != VehiclePhase.Lost ? holder : null;

    /// <summary>Notes the lines that a vehicle has crossed since its last report on the line of its run.</summary>
    public void Note(VehicleTrack track)
    {
        if (track.Run is not { } run || lines.Of(run.Pattern) is not { } passes || !run.IsUnderWay)
        {
            return;
        }

        (double fromAt, double from) = run.LinesNoted;
        (double at, double along) = track.Progress;
        run.LinesNoted = track.Progress;
        if (fromAt == 0 || at <= fromAt || at - fromAt > LongestGap || along <= from)
        {
            return;
        }

        foreach (LinePass pass in passes)
        {
            if (pass.Offset > from && pass.Offset <= along)
            {
                double[] crossed = run.CrossedLines ??= [.. Enumerable.Repeat(double.NaN, passes.Length)];
                crossed[pass.Ordinal] = fromAt + ((at - fromAt) * (pass.Offset - from) / (along - from));
                lines.All[pass.Line].Note(run, pass, crossed[pass.Ordinal], Math.Max(1, GapSpread * (at - fromAt)));
            }
        }
    }

    /// <summary>Expects a vehicle that is heard of at a line; null: it is not to be expected there.</summary>
    /// <param name="track">The vehicle.</param>
    /// <param name="pass">The line.</param>
    /// <param name="clock">The camera's clock.</param>
    /// <param name="now">The present, Unix seconds.</param>
    public Expectation? Of(VehicleTrack track, LinePass pass, CameraClock clock, double now)
    {
        RunTrack run = track.Run!;
        double detection = lines.All[pass.Line].Tells;
        if (run.CrossedLines is { } crossed && !double.IsNaN(crossed[pass.Ordinal]))
        {
            return AtCrossing(crossed[pass.Ordinal], lines.All[pass.Line].SpreadOf(run, pass), clock, detection);
        }

        if (!run.IsUnderWay || !track.Tracker.IsFollowing || track.Tracker.Along >= pass.Offset)
        {
            return null;
        }

        double seconds = predictor.Travel(run, track.Tracker.Along, track.Tracker.FixAt, pass.Offset, Math.Max(now, track.Tracker.FixAt), out double variance);
        double scale = ScaleOfDeviation * Math.Sqrt(ArrivalPredictor.SightingVariance + variance + (clock.Spread * clock.Spread));
        return new Expectation(track.Tracker.FixAt + seconds, scale, detection) { Gate = options.GateSeconds / 2.0 };
    }

    /// <summary>Expects the passage of a vehicle that crossed the line by its own reports.</summary>
    public Expectation AtCrossing(double at, double spread, CameraClock clock, double detection) =>
        new(at, Math.Sqrt((spread * spread) + (clock.Spread * clock.Spread)), detection) { Gate = options.GateSeconds / 2.0 };
}
