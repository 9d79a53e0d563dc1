using System.Globalization;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion.Loads;

/// <summary>A model that says of every stop ahead that so many units more are on board than the formula expects.</summary>
public class ModelledLoadTests
{
    private const int Runs = 60;

    private readonly StreetScene scene = new();

    public ModelledLoadTests()
    {
        for (int run = 0; run <= Runs; run++)
        {
            this.scene.Trip($"T{run}", Time(run, 0), [0, 1, 2, 3, 4]);
        }

        this.scene.Options = new FusionOptions
        {
            Load = new LoadOptions { CountFactors = [1, 1, 1, 1], Rooms = new Dictionary<string, VehicleRoom> { [LoadOptions.AnyLine] = new(30, 80) } },
        };
    }

    [Fact]
    public void A_wrong_model_is_never_heard()
    {
        ShiftModel model = new(5);

        Assert.Equal(this.Foretold(null), this.Foretold(model));
        Assert.True(model.Asked > Runs);
    }

    [Fact]
    public void A_model_that_was_nearer_is_heard()
    {
        // Riders come in waves that the formula does not know and this model does.
        WaveModel model = new();

        Assert.Equal((byte)1, this.Foretold(model)[1]);
        Assert.NotEqual((byte)1, this.Foretold(null)[1]);
    }

    [Fact]
    public void What_a_model_is_trained_on_is_what_it_is_asked()
    {
        LoadSamples samples = new(10_000);
        this.Foretold(null, samples);

        (LoadSample sample, double load) = samples.Known().First(s => s.Sample.Stop == 2 && s.Sample.Outlook.StopsAhead == 2);
        Assert.InRange(load, 0, 80);
        Assert.Equal(80, sample.Outlook.Room);
        Assert.True(samples.Known().Count() > Runs);
    }

    private static string Time(int run, int seconds) => TimeSpan.FromSeconds((6 * 3600) + (run * 720) + seconds).ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture);

    /// <summary>Every other run takes forty riders at its second stop; the last one, at its first stop, is none of those.</summary>
    private byte?[] Foretold(ILoadModel? model, LoadSamples? samples = null)
    {
        FusionPipeline pipeline = new(FeedId.Parse("street"), this.scene.Schedule, this.scene.Options, this.scene.Ledger, loadModel: model, loadSamples: samples);
        for (int run = 0; run < Runs; run++)
        {
            IEnumerable<Observation> day = StreetScene.MakeDrive($"bus{run}", Time(run, 0), 0, Time(run, 510), 4000, $"T{run}").Cast<Observation>().Concat(
            [
                Count(run, 5, "S0", run % 2 == 0 ? 11 : 10, 0), Count(run, 130, "S1", run % 2 == 0 ? 40 : 0, 0), Count(run, 250, "S2", 0, 5), Count(run, 370, "S3", 0, 0),
                Count(run, 500, "S4", 0, run % 2 == 0 ? 46 : 5),
            ]);
            foreach (Observation observation in day.OrderBy(o => o.ReceivedAt.UnixMilliseconds))
            {
                pipeline.Process(observation);
            }
        }

        foreach (AvlReport report in StreetScene.MakeDrive($"bus{Runs}", Time(Runs, 0), 0, Time(Runs, 30), 250, $"T{Runs}"))
        {
            pipeline.Process(report);
        }

        pipeline.Process(Count(Runs, 31, "S0", 10, 0));
        TripSnapshot trip = Assert.Single(pipeline.TakeSnapshot(StreetScene.At(Time(Runs, 40))).Trips, t => t.IsCurrent && t.Vehicle == DeviceId.Parse($"bus{Runs}"));
        return [.. trip.Stops.Select(s => s.DepartureOccupancy)];
    }

    private static PassengerCount Count(int run, int seconds, string stop, int boardings, int alightings) => new()
    {
        Device = DeviceId.Parse($"bus{run}"), ReceivedAt = StreetScene.At(Time(run, seconds)), MeasuredAt = StreetScene.At(Time(run, seconds)),
        Boardings = boardings, Alightings = alightings, StopId = stop,
    };

    private sealed class ShiftModel(float units) : ILoadModel
    {
        public int Asked { get; private set; }

        public void Predict(ReadOnlySpan<float> rows, int count, Span<float> quantiles)
        {
            this.Asked++;
            quantiles[..(count * LoadFeatures.LevelCount)].Fill(units);
        }
    }

    /// <summary>Knows that eleven riders at the first stop are followed by forty, and ten by none.</summary>
    private sealed class WaveModel : ILoadModel
    {
        private static readonly int Formula = LoadFeatures.Names.IndexOf("formula_log");
        private static readonly int Share = LoadFeatures.Names.IndexOf("full_here_share");

        public void Predict(ReadOnlySpan<float> rows, int count, Span<float> quantiles)
        {
            for (int i = 0; i < count; i++)
            {
                double formula = Math.Exp(rows[(i * LoadFeatures.Count) + Formula]) - 1;
                double load = 80 * rows[(i * LoadFeatures.Count) + Share] > 10.5 ? 50 : 8;
                for (int level = 0; level < LoadFeatures.LevelCount; level++)
                {
                    quantiles[(i * LoadFeatures.LevelCount) + level] = (float)((load - formula) / LoadFeatures.UnitOf(formula)) + ((level - 2) * 0.2f);
                }
            }
        }
    }
}
