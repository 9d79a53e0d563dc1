using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Core.Tests.Counting;

/// <summary>Who is whose neighbor, by where a pattern crosses lines.</summary>
public sealed class NeighborLinesTests
{
    [Fact]
    public void Lines_that_a_pattern_crosses_one_after_the_other_are_neighbors_for_the_classes_that_both_count()
    {
        NeighborPair pair = Assert.Single(NeighborLines.Find(new DeviceRegistry("en", [Device("b", 900, "car", "bus"), Device("a", 400, "person", "car"), Device("c", 2500, "car")])));

        Assert.Equal(("a", "b", "car"), (pair.First.ToString(), pair.Second.ToString(), pair.FirstKey.Class));
        Assert.Equal(("east", "line"), (pair.SecondKey.Direction, pair.SecondKey.Channel));
    }

    [Fact]
    public void A_line_between_them_parts_two() =>
        Assert.Equal(
            ["a b", "b c"],
            NeighborLines.Find(new DeviceRegistry("en", [Device("a", 400, "car"), Device("c", 800, "car"), Device("b", 600, "car")])).Select(p => $"{p.First} {p.Second}"));

    [Fact]
    public void Lines_that_no_pattern_crosses_have_none() =>
        Assert.Empty(NeighborLines.Find(new DeviceRegistry("en", [Device("a", null, "car"), Device("b", null, "car")])));

    private static CountingDevice Device(string id, double? offset, params string[] counts) => new()
    {
        Id = DeviceId.Parse(id),
        Name = new LocalizedText(id),
        Kind = DeviceKind.Camera,
        At = new GeoPoint(13, 100),
        Channels =
        [
            new CountingChannel
            {
                Id = "line",
                Line = (new GeoPoint(13, 100), new GeoPoint(13, 100.001)),
                Counts = [.. counts],
                IntervalSeconds = 60,
                Directions =
                [
                    new CountingDirection { Name = "east", Bearing = 90, Routes = offset is { } at ? [new ServedRoute("R", null, [new LineCrossing(0, at, 0)])] : [] },
                ],
            },
        ],
    };
}
