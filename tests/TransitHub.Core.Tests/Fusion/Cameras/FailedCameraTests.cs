using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion.Cameras;

/// <summary>A failed camera lowers trust; it does not mean that no buses come. Cameras at 0.5, 1.5 and 3.5 km of a street with two minutes for each.</summary>
public sealed class FailedCameraTests
{
    private static readonly int[] Stops = [0, 1, 2, 3, 4, 5];

    [Fact]
    public void A_run_that_a_blind_camera_does_not_see_is_not_late()
    {
        double late = LastArrival(online: true);
        double punctual = LastArrival(online: false);

        Assert.True(late > punctual + 30, $"{late - punctual} s");
        Assert.InRange(punctual, StreetScene.Unix("08:09:15"), StreetScene.Unix("08:10:40"));
    }

    [Fact]
    public void A_run_that_a_blind_camera_missed_is_not_doubted_at_the_next()
    {
        float missed = SeenAtSecond(online: true).Probability;
        PassageSnapshot told = SeenAtSecond(online: false);

        Assert.Equal(PassageState.Attached, told.State);
        Assert.True(told.Probability > missed, $"{told.Probability} after a blind camera, {missed} after one that sees");
    }

    [Fact]
    public void What_a_failed_camera_tells_weighs_less_and_still_something()
    {
        float trusted = SeenLate(online: true).Probability;
        float failed = SeenLate(online: false).Probability;

        Assert.InRange(failed, 0.05f, trusted - 0.05f);
    }

    [Fact]
    public void A_blind_camera_does_not_teach_that_cameras_usually_miss_vehicles()
    {
        // The run has not been seen at the first camera, which counts the more the surer cameras are believed to see.
        float blind = UnseenBefore(online: false);
        float missing = UnseenBefore(online: true);

        Assert.True(blind < missing - 0.1, $"{blind} after a blind camera, {missing} after one that misses");
    }

    private static double LastArrival(bool online)
    {
        StreetScene scene = Street().Passage("third", "07:50:00").Status("third", "08:00:00", online)
            .Passage("first", "08:01:05", "63").Passage("second", "08:03:05", "63");
        scene.Pipeline.Advance(StreetScene.At("08:04:00"));
        return scene.TripOf("T", "08:09:00").Stops[^1].Arrival;
    }

    private static PassageSnapshot SeenAtSecond(bool online) => Street().Passage("first", "05:00:00").Status("first", "08:00:00", online)
        .Passage("second", "08:05:00", "63").PassageOf("second", "08:05:00", "08:08:00")!;

    private static PassageSnapshot SeenLate(bool online) =>
        Street().Passage("first", "08:05:00").Status("first", "08:05:10", online).PassageOf("first", "08:05:00", "08:08:00")!;

    /// <summary>Probability of a passage that was not seen before, after eight runs were seen before and behind the middle camera and not there.</summary>
    private static float UnseenBefore(bool online)
    {
        StreetScene scene = Street().Passage("second", "08:55:00");
        for (int hour = 9; hour < 17; hour++)
        {
            scene.Status("second", $"{hour:D2}:00:00", online).Passage("first", $"{hour:D2}:01:05", "63").Passage("third", $"{hour:D2}:07:05", "63");
            scene.Pipeline.Advance(StreetScene.At($"{hour:D2}:10:00"));
        }

        return scene.Status("second", "17:00:00", true).Status("first", "17:00:10", true).Passage("second", "17:07:00").PassageOf("second", "17:07:00", "17:10:00")!.Probability;
    }

    private static StreetScene Street()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", Stops).Trip("later", "08:40:00", Stops);
        for (int hour = 9; hour < 18; hour++)
        {
            scene.Trip($"T{hour}", $"{hour:D2}:00:00", Stops);
        }

        return scene.Camera("first", 500).Camera("second", 1500).Camera("third", 3500);
    }
}
