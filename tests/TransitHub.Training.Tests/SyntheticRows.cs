using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs.Time;
using TransitHub.Training.Features;

namespace TransitHub.Training.Tests;

/// <summary>Predictions whose errors follow a rule that is known: twice the delay feature, with a spread that grows with the silence feature.</summary>
internal static class SyntheticRows
{
    private static readonly int Delay = ArrivalFeatures.Names.IndexOf("delay_log");
    private static readonly int Silence = ArrivalFeatures.Names.IndexOf("silence_log");

    public static TripInstance Trip { get; } = new(0, ServiceDate.From(2026, 3, 2), 0);

    public static (TrainingRows Fit, TrainingRows Validation) Make(int count, int seed)
    {
        var random = new Random(seed);
        var samples = new ArrivalSamples(Math.Max(1000, count), 1);
        Dictionary<(TripInstance Trip, int Stop), double> arrivals = [];
        for (int i = 0; i < count; i++)
        {
            float[] features = Features(random);
            double spread = 0.5 + features[Silence];
            double normal = Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
            samples.Add(new ArrivalSample(Trip, i, i, i + 300, 30), features);
            arrivals[(Trip, i)] = i + 300 + (30 * ((2 * features[Delay]) + (spread * normal)));
        }

        return TrainingRows.Join([samples], [arrivals], 0.2);
    }

    public static float[] Features(Random random)
    {
        float[] features = new float[ArrivalFeatures.Count];
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = (float)random.NextDouble();
        }

        return features;
    }

    public static float[] With(float delay, float silence)
    {
        float[] features = new float[ArrivalFeatures.Count];
        Array.Fill(features, 0.5f);
        features[Delay] = delay;
        features[Silence] = silence;
        return features;
    }
}
