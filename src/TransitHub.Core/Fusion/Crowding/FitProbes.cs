using TransitHub.Core.Numerics;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>Chances to fit that were told of a stop's next vehicles, kept until those have left and their doors have told who fitted.</summary>
internal sealed class FitProbes
{
    /// <summary>So long a chance is kept, seconds: its vehicle has left by then, and counts have settled.</summary>
    private const double KeptSeconds = ComingVehicles.HorizonSeconds + 1800;

    private readonly List<FitProbe> kept = [];

    /// <summary>Keeps the chance of each line's next vehicle.</summary>
    /// <param name="stop">Estimated, with the vehicles that will leave it.</param>
    /// <param name="chanceOf">The chance by place among those, before it is corrected.</param>
    public void Keep(StopTrack stop, Func<int, double> chanceOf)
    {
        double now = stop.EstimatedAt;
        this.kept.RemoveAll(p => now - p.At > KeptSeconds);
        int line = -1;
        for (int i = 0; i < stop.Coming.Count; i++)
        {
            ComingVehicle next = stop.Coming[i];
            if (next.Line != line && next.Trip is { } trip && !double.IsInfinity(next.Room))
            {
                this.kept.Add(new FitProbe(next.Line, trip, now, chanceOf(i), stop.Now.Of(next.Line), stop.Now.VarianceOf(next.Line)));
            }

            line = next.Line;
        }
    }

    /// <summary>A vehicle has left: who came as chances were told fitted if it left with room, or if fewer stood before them than boarded.</summary>
    /// <param name="line">Place of its line.</param>
    /// <param name="left">The vehicle.</param>
    /// <param name="record">Takes what chances were worth; null: nothing is to be learned.</param>
    /// <param name="boarded">Riders who boarded by its doors; NaN: not counted.</param>
    /// <param name="variance">Variance of that.</param>
    /// <param name="full">How sure it is that it left full, 0 to 1; NaN: nobody knows.</param>
    public void Learn(int line, RunTrack left, FitRecord? record, double boarded, double variance, double full)
    {
        for (int i = this.kept.Count - 1; i >= 0; i--)
        {
            FitProbe probe = this.kept[i];
            if (probe.Line != line || probe.Trip != left.Trip)
            {
                continue;
            }

            this.kept.RemoveAt(i);
            if (record is not null && !double.IsNaN(boarded) && !double.IsNaN(full))
            {
                double late = NormalMath.Below((probe.Before + 0.5 - boarded) / Math.Sqrt(probe.BeforeVariance + variance + 0.25));
                record.Learn(probe.Chance, 1 - (full * late));
            }
        }
    }
}
