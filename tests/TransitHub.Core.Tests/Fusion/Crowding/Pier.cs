using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Core.Tests.Fusion.Crowding;

/// <summary>A camera "camera-1" at the stop S5 with a gate, a zone, or both.</summary>
internal static class Pier
{
    public static DeviceRegistry Devices(int? capacity, bool hasGate = true, bool hasZone = true)
    {
        GeoPoint a = new(13.70, 100.5461);
        GeoPoint b = new(13.7001, 100.5461);
        GeoPoint c = new(13.7001, 100.5463);
        CountingChannel gate = new()
        {
            Id = "gate-1",
            Line = (a, b),
            Counts = ["person"],
            IntervalSeconds = 60,
            StopId = "S5",
            Directions =
            [
                new CountingDirection { Name = "in", Bearing = 90, Means = RiderMeaning.Boarding },
                new CountingDirection { Name = "out", Bearing = 270, Means = RiderMeaning.Alighting },
            ],
        };
        CountingChannel zone = new() { Id = "zone-1", Line = (a, c), Zone = [a, b, c], Counts = ["person"], IntervalSeconds = 60, StopId = "S5", Directions = [] };
        CountingDevice device = new()
        {
            Id = DeviceId.Parse("camera-1"),
            Name = new LocalizedText("Pier"),
            Kind = DeviceKind.Camera,
            At = a,
            Channels = [.. hasGate ? [gate] : (CountingChannel[])[], .. hasZone ? [zone] : (CountingChannel[])[]],
        };
        return new DeviceRegistry("en", [device], capacity is { } room ? [new WaitingPlace("S5", room)] : []);
    }
}
