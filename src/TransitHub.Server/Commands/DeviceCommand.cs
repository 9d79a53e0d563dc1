using System.CommandLine;
using TransitHub.Server.Commands.Device;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub device</c>: who may publish, and whether what a device sends is understood.</summary>
internal static class DeviceCommand
{
    public static Command Create() => new("device", "Gives devices credentials to publish with and takes them back; tells whether a device's messages are understood.")
    {
        DeviceAddCommand.Create(),
        DeviceListCommand.Create(),
        DeviceRotateCommand.Create(),
        DeviceRevokeCommand.Create(),
        DeviceExportCommand.Create(),
        DeviceTestCommand.Create(),
    };
}
