using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>A ferry that crosses 200 m of river by headway, in 100 s, and names no trip.</summary>
public sealed class ShuttleTests
{
    [Fact]
    public void A_ferry_that_tells_its_route_is_on_its_run_before_it_is_half_across()
    {
        StreetScene scene = Ferry().Cross("boat", "08:10:00", "08:10:40", 0, 80);

        VehicleSnapshot boat = scene.Vehicle("boat", "08:10:40");

        Assert.Equal("out", scene.TripIdOf(boat));
        Assert.InRange(boat.MatchProbability, 0.9f, 1f);
    }

    [Fact]
    public void A_ferry_stays_on_its_run_until_it_has_come_alongside()
    {
        StreetScene scene = Ferry().Cross("boat", "08:10:00", "08:11:40", 0, 200);
        Assert.Equal("out", scene.TripIdOf(scene.Vehicle("boat", "08:11:40")));

        VehicleSnapshot moored = scene.Stand("boat", "08:12:00", 200).Vehicle("boat", "08:12:00");

        Assert.Equal((VehiclePhase.Layover, RejectionReason.AtLayover), (moored.Phase, moored.UnmatchedReason));
    }

    [Fact]
    public void The_way_back_begins_when_it_leaves_the_pier_and_not_before()
    {
        StreetScene scene = Ferry().Cross("boat", "08:10:00", "08:11:40", 0, 200);
        for (int minute = 12; minute < 20; minute++)
        {
            scene.Stand("boat", $"08:{minute}:00", 200).Stand("boat", $"08:{minute}:20", 176).Stand("boat", $"08:{minute}:40", 204);
            Assert.Null(scene.Vehicle("boat", $"08:{minute}:40").Trip);
        }

        scene.Cross("boat", "08:20:00", "08:20:40", 200, 120);

        Assert.Equal("back", scene.TripIdOf(scene.Vehicle("boat", "08:20:40")));
    }

    [Fact]
    public void The_way_that_brought_it_to_the_pier_says_nothing_against_the_next_run()
    {
        StreetScene scene = Ferry();
        RecentFixes fixes = new();
        foreach (AvlReport report in StreetScene.MakeDrive("boat", "08:06:00", 200, "08:07:40", 0, null)
            .Concat(StreetScene.MakeDrive("boat", "08:09:00", 30, "08:09:20", 70, null)))
        {
            fixes.Add(report, report.MeasuredAt.UnixSeconds, 25);
        }

        Span<Alignment> found = stackalloc Alignment[4];
        int line = scene.Schedule.Patterns.GeometryIndex(scene.Schedule.Trips.PatternIndex(0));
        int count = LineAlignment.Find(scene.Schedule.Geometries[line], fixes, 25, 200, ModeTraits.Of(4, false), found);

        Assert.Equal(1, count);
        Assert.InRange(found[0].Along, 65, 75);
        Assert.InRange(found[0].Evidence, -3, 3);
    }

    [Fact]
    public void A_boat_that_tells_nothing_is_soon_found_on_the_route_it_has_served()
    {
        StreetScene scene = Ferry().Cross("boat", "08:10:00", "08:13:20", 0, 200, route: null).Stand("boat", "08:13:40", 200, route: null);

        scene.Cross("boat", "08:15:00", "08:15:20", 200, 160, route: null).Cross("new", "08:20:00", "08:20:20", 200, 160, route: null);

        Assert.Equal("back", scene.TripIdOf(scene.Vehicle("boat", "08:15:20")));
        Assert.Null(scene.Vehicle("new", "08:20:20").Trip);
    }

    [Fact]
    public void A_headway_run_that_nobody_saw_is_not_given_at_its_end()
    {
        StreetScene scene = Ferry().Cross("boat", "08:10:40", "08:11:00", 150, 190);

        Assert.Null(scene.Vehicle("boat", "08:11:00").Trip);
    }

    [Fact]
    public void On_a_long_line_a_few_meters_still_say_nothing()
    {
        StreetScene scene = new StreetScene().Trip("east", "08:00:00", [0, 1, 2, 3], 120).Trip("west", "08:00:00", [3, 2, 1, 0], 120, direction: 1);
        scene.EverySeconds("east", "06:00:00", "22:00:00", 600).EverySeconds("west", "06:00:00", "22:00:00", 600);
        scene.Cross("bus", "08:10:00", "08:10:20", 0, 70);

        Assert.Null(scene.Vehicle("bus", "08:10:20").Trip);
    }

    [Fact]
    public void What_a_sign_said_before_is_not_the_reason_now()
    {
        StreetScene scene = Ferry();
        scene.Report("boat", "08:00:00", 0, with: r => r with { SignText = "Not in service" }).Report("boat", "08:00:20", 0, with: r => r with { SignText = "63" });

        Assert.Equal(RejectionReason.NoCandidate, scene.Vehicle("boat", "08:00:20").UnmatchedReason);
    }

    private static StreetScene Ferry() => new StreetScene { MetersApart = 200 }
        .RouteType(4)
        .Trip("out", "08:00:00", [0, 1], 100)
        .Trip("back", "08:00:00", [1, 0], 100, direction: 1)
        .EverySeconds("out", "06:00:00", "22:00:00", 600)
        .EverySeconds("back", "06:00:00", "22:00:00", 600);
}

/// <summary>What a boat's device says of it.</summary>
internal static class ShuttleReports
{
    public static StreetScene Cross(this StreetScene scene, string boat, string from, string to, double fromEast, double toEast, string? route = "R") =>
        scene.Drive(boat, from, fromEast, to, toEast, with: r => r with { SpeedMps = 2, RouteId = route });

    public static StreetScene Stand(this StreetScene scene, string boat, string time, double east, string? route = "R") =>
        scene.Report(boat, time, east, with: r => r with { SpeedMps = 0, RouteId = route });
}
