using TransitHub.Core.Fusion.Links;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>Adds the features of the stops ahead of a run to what is gathered for training, as a model would be asked about them.</summary>
internal sealed class FeatureSampler(Schedule schedule, LinkTimes links, RunErrors errors)
{
    private readonly ArrivalFeatureReader reader = new(schedule, links, errors);
    private readonly float[] row = new float[ArrivalFeatures.Count];

    public void Add(ArrivalSamples samples, VehicleTrack track, RunTrack? run, double now)
    {
        if (run is not { HasExpectations: true, IsComplete: false })
        {
            return;
        }

        this.reader.Begin(track, run, now);
        for (int stop = run.NextStop; stop < run.StopCount && run.Expected[stop] - now <= ArrivalFeatures.FarthestSeconds; stop++)
        {
            AnswerUnit unit = this.reader.Read(stop, this.row);
            double deviation = Math.Sqrt(run.Variance[stop]);
            samples.Add(new ArrivalSample(run.Trip, stop, now, run.Expected[stop] + (unit.Center * deviation), unit.Spread * deviation), this.row);
        }
    }
}
