using System.CommandLine;
using TransitHub.Server.Commands.Devices;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub devices</c>: commands about the devices that all processes of a scaled-out hub share.</summary>
internal static class DevicesCommand
{
    public static Command Create() => new("devices", "Puts the devices of a feed where all processes of a scaled-out hub find them, and gets them from there.")
    {
        DevicesPutCommand.Create(),
        DevicesGetCommand.Create(),
    };
}
