using TransitHub.Core.Fusion.Prediction;
using TransitHub.Training.Features;
using TransitHub.Training.Fitting;

namespace TransitHub.Training.Tests.Fitting;

public sealed class QuantileFitTests
{
    private static readonly FitOptions Quick = new() { MaxEpochs = 12, Decay = 0.01f, Rate = 0.004f, BatchRows = 64 };
    private static readonly Lazy<QuantileNetwork> Fitted = new(() => Fit([], Quick).Network);

    [Fact]
    public void Learns_which_feature_moves_the_median_and_which_the_spread()
    {
        float[] early = Answer(SyntheticRows.With(delay: 0.2f, silence: 0.2f));
        float[] late = Answer(SyntheticRows.With(delay: 0.8f, silence: 0.2f));
        float[] vague = Answer(SyntheticRows.With(delay: 0.2f, silence: 0.9f));
        Assert.InRange(late[3] - early[3], 0.9, 1.5);
        Assert.True(vague[5] - vague[0] > 1.4 * (early[5] - early[0]));
    }

    [Fact]
    public void Its_middle_80_percent_hold_80_percent_of_later_arrivals()
    {
        (_, TrainingRows later) = SyntheticRows.Make(5000, seed: 9);
        Assert.InRange(FitError.Measure(Fitted.Value, later)[^1].CoveredShare, 0.74, 0.86);
    }

    [Fact]
    public void Quantiles_never_cross_and_stay_within_bounds()
    {
        var random = new Random(3);
        for (int i = 0; i < 500; i++)
        {
            float[] answer = Answer([.. SyntheticRows.Features(random).Select(f => (f - 0.5f) * 100)]);
            Assert.Equal(answer.Order(), answer);
            Assert.All(answer, q => Assert.InRange(q, -QuantileNetwork.MaxAnswer, QuantileNetwork.MaxAnswer));
        }
    }

    [Fact]
    public void A_value_beyond_all_it_has_seen_counts_as_the_border() =>
        Assert.Equal(Answer(SyntheticRows.With(delay: 5, silence: 0.5f)), Answer(SyntheticRows.With(delay: 50, silence: 0.5f)));

    [Fact]
    public void A_feature_that_is_left_out_changes_nothing()
    {
        QuantileNetwork network = Fit(["delay_log"], Quick with { MaxEpochs = 1 }).Network;
        Assert.Equal(
            Answer(SyntheticRows.With(delay: 0.1f, silence: 0.5f), network),
            Answer(SyntheticRows.With(delay: 0.9f, silence: 0.5f), network));
    }

    [Fact]
    public void The_same_seed_gives_the_same_network_and_another_seed_another()
    {
        float[] row = SyntheticRows.With(0.3f, 0.3f);
        FitOptions one = Quick with { MaxEpochs = 1 };
        Assert.Equal(Answer(row, Fit([], one).Network), Answer(row, Fit([], one).Network));
        Assert.NotEqual(Answer(row, Fit([], one).Network), Answer(row, Fit([], one with { Seed = 2 }).Network));
    }

    [Fact]
    public void What_a_row_can_ask_for_can_be_answered() => Assert.True(TrainingRows.MaxTarget < QuantileNetwork.MaxAnswer);

    [Fact]
    public void Slopes_are_those_of_the_loss()
    {
        (TrainingRows rows, _) = SyntheticRows.Make(1000, seed: 4);
        var network = new QuantileNetwork(FeatureScaling.Measure(rows, []), ArrivalFeatures.Levels, seed: 1);
        float[] answer = new float[ArrivalFeatures.LevelCount];
        network.Predict(rows.Features(0), answer);
        network.Backward(answer, target: 0.7f);
        foreach (DenseLayer layer in network.Layers)
        {
            foreach (int place in new[] { 0, layer.Width + 1, (layer.Inputs * layer.Width) + 2 })
            {
                double before = LossWith(network, layer, place, -0.002f, rows.Features(0));
                double after = LossWith(network, layer, place, 0.002f, rows.Features(0));
                double slope = layer.Slopes[place] / ArrivalFeatures.LevelCount;
                Assert.InRange(((after - before) / 0.004) - slope, -0.01, 0.01);
            }
        }
    }

    private static double LossWith(QuantileNetwork network, DenseLayer layer, int place, float change, ReadOnlySpan<float> row)
    {
        float former = layer.Values[place];
        layer.Values[place] = former + change;
        float[] answer = new float[ArrivalFeatures.LevelCount];
        network.Predict(row, answer);
        layer.Values[place] = former;
        return QuantileFit.Pinball(ArrivalFeatures.Levels, answer, 0.7f);
    }

    private static QuantileFit Fit(string[] leftOut, FitOptions options)
    {
        (TrainingRows fit, TrainingRows validation) = SyntheticRows.Make(6000, seed: 1);
        return QuantileFit.Run(fit, validation, ArrivalFeatures.Levels, leftOut, options, null, TestContext.Current.CancellationToken);
    }

    private static float[] Answer(float[] row, QuantileNetwork? network = null)
    {
        float[] answer = new float[ArrivalFeatures.LevelCount];
        (network ?? Fitted.Value).Predict(row, answer);
        return answer;
    }
}
