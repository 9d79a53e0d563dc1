using TransitHub.Core.Devices;
using TransitHub.Gtfs.Sheets;
using TransitHub.Simulation.Cities;

namespace TransitHub.Simulation.Tests.Cities;

public sealed class SampleCityDevicesTests
{
    private static readonly SampleCity City = SampleCity.Load();

    private static readonly DeviceRegistry Devices = DevicesSheet.Read("devices.yaml", City.Devices, City.Schedule, new SheetProblems());

    [Fact]
    public void The_file_has_no_problem_against_the_citys_own_schedule()
    {
        var problems = new SheetProblems();
        DevicesSheet.Read("devices.yaml", City.Devices, City.Schedule, problems);
        Assert.Empty(problems.InOrder());
        Assert.Equal("th", Devices.Language);
    }

    [Fact]
    public void Twelve_devices_stand_at_roads_piers_crossings_and_a_bicycle_lane()
    {
        Assert.Equal(12, Devices.All.Length);
        string[] watched = [.. Devices.All.SelectMany(device => device.Channels).SelectMany(channel => channel.Counts).Distinct()];
        Assert.All((string[])["person", "bicycle", "motorcycle", "car", "bus", "boat"], kind => Assert.Contains(kind, watched));
        Assert.All((string[])["pier-sathon", "pier-tha-chang", "pier-phra-arthit", "khlong-pratunam"], stop =>
            Assert.Contains(Devices.All, device => device.Channels.Any(channel => channel.StopId == stop && channel.Directions.Any(d => d.Means is not null))));
    }

    [Fact]
    public void Each_bus_line_passes_a_camera_that_reads_its_number()
    {
        string[] read = [.. Devices.All.SelectMany(device => device.Channels).Where(channel => channel.ReadsRoutes)
            .SelectMany(channel => channel.Directions).SelectMany(direction => direction.Routes).Select(route => route.RouteId).Distinct()];
        Assert.All((string[])["bus-1", "bus-3-35", "bus-1-14e", "bus-1-33"], line => Assert.Contains(line, read));
    }

    [Fact]
    public void Every_line_said_to_cross_a_counting_line_crosses_it_once()
    {
        foreach (CountingDevice device in Devices.All)
        {
            foreach (ServedRoute route in device.Channels.SelectMany(channel => channel.Directions).SelectMany(direction => direction.Routes))
            {
                LineCrossing crossing = Assert.Single(route.Crossings);
                Assert.True(crossing.DistanceMeters == 0, $"{route.RouteId} passes {device.Id} {crossing.DistanceMeters:F0} m off");
            }
        }
    }
}
