using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Tests.Fusion.Prediction;

public sealed class ModelledPipelineTests
{
    private readonly StreetScene scene = new();

    public ModelledPipelineTests()
    {
        for (int i = 0; i < 60; i++)
        {
            this.scene.Trip($"t{i}", $"{6 + (i / 6):00}:{i % 6}0:00", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        }
    }

    [Fact]
    public void Until_it_has_earned_a_say_a_model_changes_nothing()
    {
        Assert.Equal(Published(this.Run(null, trips: 0)), Published(this.Run(new ConstantModel(3), trips: 0)));
    }

    [Fact]
    public void A_model_that_knows_better_moves_the_predictions()
    {
        // Every drive is faster by turns: what the formula learns of one is wrong for the next.
        HubSnapshot without = this.Run(null, trips: 59, isUneven: true);
        HubSnapshot with = this.Run(new ConstantModel(-0.5f), trips: 59, isUneven: true);
        Assert.NotEqual(Published(without), Published(with));
    }

    [Fact]
    public void A_state_tells_how_much_of_the_model_is_in_it()
    {
        Assert.Empty(this.Run(null, trips: 1).ModelShares);
        Assert.All(this.Run(new ConstantModel(3), trips: 0).ModelShares, s => Assert.Equal(0, s.Share));
        Assert.Contains(this.Run(new ConstantModel(-0.5f), trips: 59, isUneven: true).ModelShares, s => s.Share > 0);
    }

    [Fact]
    public void The_same_records_and_model_give_the_same_times()
    {
        Assert.Equal(
            Published(this.Run(new ConstantModel(-0.5f), trips: 59, isUneven: true)),
            Published(this.Run(new ConstantModel(-0.5f), trips: 59, isUneven: true)));
    }

    [Fact]
    public void All_changed_runs_are_asked_about_at_once()
    {
        var model = new ConstantModel(0);
        model.Snapshots = this.Run(model, trips: 2).Sequence;
        Assert.True(model.Counts.Count <= model.Snapshots, "Fewer than 256 rows are one call; snapshots come more often than once a minute.");
        Assert.True(model.Counts[^1] > 2);
    }

    [Fact]
    public void While_no_snapshot_is_taken_the_model_is_asked_once_a_minute()
    {
        var model = new ConstantModel(0);
        FusionPipeline pipeline = new(FeedId.Parse("street"), this.scene.Schedule, new FusionOptions(), new RejectionLedger(), model);
        foreach (AvlReport report in StreetScene.MakeDrive("bus", "06:00:20", 50, "06:10:00", 4900, "t0"))
        {
            pipeline.Advance(report.ReceivedAt);
            pipeline.Restore(report);
        }

        Assert.InRange(model.Counts.Count, 8, 10);
    }

    [Fact]
    public void Every_feature_is_finite_and_within_its_bound()
    {
        var model = new ConstantModel(0);
        this.Run(model, trips: 20, isUneven: true);
        Assert.All(model.Seen, value => Assert.InRange(value, -ArrivalFeatures.Bound, ArrivalFeatures.Bound));
        Assert.True(model.Seen.Count > 1000);
        Assert.Equal(ArrivalFeatures.Count, ArrivalFeatures.Names.Distinct().Count());
    }

    [Fact]
    public void What_is_gathered_for_training_is_what_a_model_is_asked()
    {
        var model = new ConstantModel(0);
        var samples = new ArrivalSamples(1000, seed: 1);
        FusionPipeline pipeline = new(FeedId.Parse("street"), this.scene.Schedule, new FusionOptions(), new RejectionLedger(), model) { Samples = samples };
        foreach (AvlReport report in StreetScene.MakeDrive("bus", "06:00:20", 50, "06:05:00", 2500, "t0"))
        {
            pipeline.Process(report);
        }

        pipeline.Sample(StreetScene.At("06:05:00"));
        pipeline.TakeSnapshot(StreetScene.At("06:05:00"));
        Assert.Equal(samples.Rows.SelectMany(r => r.Features), model.Last);
        Assert.NotEmpty(samples.Arrivals);
        Assert.Equal(samples.Rows[0].Sample.Stop, samples.Arrivals.Keys.Max(a => a.Stop) + 1);
    }

    private HubSnapshot Run(ConstantModel? model, int trips, bool isUneven = false)
    {
        FusionPipeline pipeline = new(FeedId.Parse("street"), this.scene.Schedule, new FusionOptions(), new RejectionLedger(), model);
        HubSnapshot? last = null;
        for (int i = 0; i <= trips; i++)
        {
            // The last one is still on its way, a little before its first arrival when it is the only one.
            int start = (6 * 3600) + (i * 600);
            int seconds = i < trips ? (isUneven && i % 2 == 0 ? 960 : 1140) : trips == 0 ? 80 : 240;
            double meters = i < trips ? 9990 : trips == 0 ? 800 : 2500;
            foreach (AvlReport report in StreetScene.MakeDrive($"bus{i}", Text(start + 20), 50, Text(start + seconds), meters, $"t{i}"))
            {
                pipeline.Process(report);
                last = pipeline.TakeSnapshot(report.ReceivedAt);
            }
        }

        return last!;
    }

    private static string Text(int seconds) => ServiceTime.FromSeconds(seconds).ToString();

    private static StopPrediction[] Published(HubSnapshot snapshot) => [.. snapshot.Trips.SelectMany(t => t.Stops)];

    /// <summary>Answers every row with a narrow spread around one value.</summary>
    private sealed class ConstantModel(float middle) : IArrivalModel
    {
        public List<int> Counts { get; } = [];

        public List<float> Seen { get; } = [];

        public float[] Last { get; private set; } = [];

        public long Snapshots { get; set; }

        public void Predict(ReadOnlySpan<float> rows, int count, Span<float> quantiles)
        {
            this.Counts.Add(count);
            this.Last = rows.ToArray();
            this.Seen.AddRange(rows);
            for (int i = 0; i < count * ArrivalFeatures.LevelCount; i++)
            {
                quantiles[i] = middle + ((i % ArrivalFeatures.LevelCount) * 0.1f);
            }
        }
    }
}
