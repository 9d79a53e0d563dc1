using TransitHub.Core.Fusion.Prediction;

namespace TransitHub.Core.Tests.Fusion.Prediction;

public sealed class ModelBlendTests
{
    private static readonly double[] Normal = [-1.28, -0.67, -0.39, 0, 0.67, 1.28];
    private static readonly float[] Early = [-3.28f, -2.67f, -2.39f, -2, -1.33f, -0.72f];

    private readonly ModelBlend blend = new();

    [Fact]
    public void A_model_has_no_say_before_the_first_arrival()
    {
        double[] scores = [.. Normal];
        this.blend.Apply(600, Early, scores);
        Assert.Equal(Normal, scores);
    }

    [Fact]
    public void A_model_that_is_right_gains_the_say()
    {
        this.LearnAround(-2, 2000);
        Assert.InRange(this.blend.ShareOf(600), 0.5, 1);
        double[] scores = [.. Normal];
        this.blend.Apply(600, Early, scores);
        Assert.InRange(scores[3], -2.1, -1);
    }

    [Fact]
    public void The_share_is_told_by_span_of_time_ahead()
    {
        this.LearnAround(-2, 2000);
        Assert.Equal(["0-3", "3-6", "6-10", "10-15", "15-20", "20-30", "30-60"], this.blend.Shares.Select(s => s.Minutes));
        Assert.Equal(this.blend.ShareOf(480), this.blend.Shares[2].Share);
        Assert.Equal(0, this.blend.Shares[6].Share);
    }

    [Fact]
    public void A_model_that_is_wrong_gets_none()
    {
        this.LearnAround(0, 2000, ignoresCorrections: true);
        Assert.InRange(this.blend.ShareOf(600), 0, 0.15);
    }

    [Fact]
    public void A_model_that_became_wrong_loses_its_say()
    {
        this.LearnAround(-2, 500);
        double before = this.blend.ShareOf(600);
        this.LearnAround(0, 4000, ignoresCorrections: true);
        Assert.True(this.blend.ShareOf(600) < before / 2);
    }

    [Fact]
    public void Joint_quantiles_never_cross()
    {
        this.LearnAround(-2, 300);
        double[] scores = [.. Normal];
        this.blend.Apply(600, [5, 5, 5, 5, 5, 5], scores);
        Assert.Equal(scores.Order(), scores);
    }

    [Fact]
    public void What_is_learned_near_by_says_nothing_of_far_ahead()
    {
        this.LearnAround(-2, 2000);
        Assert.Equal(0, this.blend.ShareOf(2400));
    }

    /// <summary>Arrivals spread as the formula says, but around another middle; the model answers as if around -2, or around any other place in turn.</summary>
    private void LearnAround(double middle, int count, bool ignoresCorrections = false)
    {
        var random = new Random(5);
        for (int i = 0; i < count; i++)
        {
            double normal = Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
            float shift = ignoresCorrections ? (float)((random.NextDouble() * 8) - 2) : 0;
            this.blend.Learn(600, middle + normal, 1, [.. Early.Select(q => q + shift)], Normal);
        }
    }
}
