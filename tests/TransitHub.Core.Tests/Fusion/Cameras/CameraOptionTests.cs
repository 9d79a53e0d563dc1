using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Cameras;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion.Cameras;

/// <summary>Every option of cameras does what it says; a passage four minutes after its run was due is likely of it and not surely.</summary>
public sealed class CameraOptionTests
{
    private const string Passage = "08:05:00";

    private static readonly int[] Stops = [0, 1, 2, 3, 4, 5];

    [Fact]
    public void A_run_is_named_from_the_probability_set()
    {
        float likely = Told(new CameraOptions()).Probability;

        Assert.InRange(likely, 0.31f, 0.99f);
        Assert.Equal(PassageState.Attached, Told(new CameraOptions { TellProbability = likely - 0.005 }).State);
        Assert.NotEqual(PassageState.Attached, Told(new CameraOptions { TellProbability = likely + 0.005 }).State);
    }

    [Fact]
    public void A_run_is_moved_from_the_probability_set()
    {
        float likely = Told(new CameraOptions()).Probability;

        Assert.NotNull(After(new CameraOptions { ApplyProbability = likely - 0.005 }).FindTrip("T", "08:08:00"));
        Assert.Null(After(new CameraOptions { ApplyProbability = likely + 0.005 }).FindTrip("T", "08:08:00"));
    }

    [Fact]
    public void The_more_passages_are_of_no_vehicle_the_less_one_says() =>
        Assert.True(Told(new CameraOptions { FalseShare = 0.4 }).Probability < Told(new CameraOptions { FalseShare = 0.01 }).Probability);

    [Fact]
    public void The_more_vehicles_a_camera_misses_the_less_one_says() =>
        Assert.True(Told(new CameraOptions { DetectionProbability = 0.5 }).Probability < Told(new CameraOptions { DetectionProbability = 0.99 }).Probability);

    [Theory]
    [InlineData(120, PassageState.NoRun)]
    [InlineData(1200, PassageState.Attached)]
    public void A_run_is_looked_for_within_the_gate(int seconds, PassageState state) =>
        Assert.Equal(state, Told(new CameraOptions { GateSeconds = seconds, TellProbability = 0.3 }).State);

    [Fact]
    public void As_many_passages_are_shown_as_set()
    {
        Assert.Empty(After(new CameraOptions { KeptPassages = 0 }).Snapshot("08:08:00").Passages);
        Assert.Single(After(new CameraOptions { KeptPassages = 1 }).Snapshot("08:08:00").Passages);
    }

    [Fact]
    public void Of_more_passages_than_may_wait_at_a_line_the_oldest_is_crowded_and_other_lines_are_not()
    {
        StreetScene scene = Street(new CameraOptions { MaxWaitingPerLine = 5 }).Passage("second", "08:02:00", "63");
        for (int second = 0; second < 6; second++)
        {
            scene.Passage("first", $"08:02:{second:D2}", "63");
        }

        Assert.Equal(PassageState.Crowded, scene.PassageOf("first", "08:02:00", "08:05:00")!.State);
        Assert.NotEqual(PassageState.Crowded, scene.PassageOf("first", "08:02:01", "08:05:00")!.State);
        Assert.NotEqual(PassageState.Crowded, scene.PassageOf("second", "08:02:00", "08:05:00")!.State);
    }

    [Theory]
    [InlineData("car", null, false)]
    [InlineData("person", null, false)]
    [InlineData("boat", null, false)]
    [InlineData("car", "63", true)]
    [InlineData("bus", null, true)]
    [InlineData("van", null, true)]
    [InlineData("songthaew", null, true)]
    public void What_is_no_vehicle_of_any_route_there_does_not_wait(string kind, string? text, bool waits)
    {
        StreetScene scene = Street(new CameraOptions()).Passage("first", "08:02:00", text, kind: kind);

        Assert.Equal(waits, scene.PassageOf("first", "08:02:00", "08:05:00") is not null);
    }

    [Fact]
    public void A_value_out_of_its_range_is_named()
    {
        FusionOptions options = new() { Cameras = new CameraOptions { GateSeconds = 1, TellProbability = 2 } };

        Assert.Equal(2, options.Check().Count);
        Assert.All(options.Check(), text => Assert.StartsWith("Cameras:", text, StringComparison.Ordinal));
    }

    private static PassageSnapshot Told(CameraOptions options) => After(options).PassageOf("first", Passage, "08:08:00")!;

    private static StreetScene After(CameraOptions options) => Street(options).Passage("first", Passage, "63");

    private static StreetScene Street(CameraOptions options)
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", Stops).Trip("later", "08:40:00", Stops).Camera("first", 500).Camera("second", 1500);
        scene.Options = new FusionOptions { Cameras = options };
        return scene;
    }
}
