using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Tests.Fusion.Prediction;

public sealed class ArrivalSamplesTests
{
    private static readonly float[] Row = new float[ArrivalFeatures.Count];

    [Fact]
    public void Of_too_many_rows_an_even_part_is_kept()
    {
        ArrivalSamples samples = Filled(20_000, seed: 1);
        Assert.InRange(samples.Rows.Count, 400, 1000);
        double middle = samples.Rows.Average(r => r.Sample.Now);
        Assert.InRange(middle, 9000, 11_000);
    }

    [Fact]
    public void The_same_seed_keeps_the_same_rows_and_another_seed_others()
    {
        Assert.Equal(Moments(Filled(20_000, seed: 1)), Moments(Filled(20_000, seed: 1)));
        Assert.NotEqual(Moments(Filled(20_000, seed: 1)), Moments(Filled(20_000, seed: 2)));
    }

    [Fact]
    public void Rows_too_close_to_the_end_are_forgotten()
    {
        ArrivalSamples samples = Filled(500, seed: 1);
        samples.KeepUntil(99);
        Assert.Equal(100, samples.Rows.Count);
    }

    private static IEnumerable<double> Moments(ArrivalSamples samples) => samples.Rows.Select(r => r.Sample.Now);

    private static ArrivalSamples Filled(int rows, int seed)
    {
        var samples = new ArrivalSamples(1000, seed);
        for (int i = 0; i < rows; i++)
        {
            samples.Add(new ArrivalSample(new TripInstance(3, ServiceDate.From(2026, 3, 2), 0), 1, i, i + 60, 20), Row);
        }

        return samples;
    }
}
