using TransitHub.Core.Devices;
using TransitHub.Gtfs.Sheets;
using TransitHub.Server.Counts;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.Tests.Counts;

public sealed class StopBoundsTests
{
    [Theory]
    [InlineData(5, 12)]
    [InlineData(50, 50)]
    public void A_device_may_ask_for_more_at_its_stop_and_not_for_less(int hub, int expected)
    {
        FeedDevices devices = new(Read(12), () => [], _ => null);
        var bounds = new StopBounds(devices, hub);
        Assert.Equal((expected, hub), (bounds.Of("B"), bounds.Of("A")));
    }

    [Fact]
    public void The_devices_file_may_be_read_anew()
    {
        FeedDevices devices = new(CameraFile.Registry, () => [], _ => null);
        var bounds = new StopBounds(devices, 5);
        Assert.Equal(5, bounds.Of("B"));
        devices.Replace(Read(30));
        Assert.Equal(30, bounds.Of("B"));
    }

    private static DeviceRegistry Read(int fewestTold) => DevicesSheet.Read(
        "devices.yaml", CameraFile.Text.Replace("    bearing: 270", $"    bearing: 270\n    fewest_told: {fewestTold}", StringComparison.Ordinal), TestCity.Schedule, new SheetProblems());
}
