using System.CommandLine;
using TransitHub.Server.Commands.Keys;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub key</c>: the keys of readers. A running hub has each change within a second or two.</summary>
internal static class KeyCommand
{
    public static Command Create() => new("key", "Makes, lists, rotates and revokes the keys of readers. A running hub follows by itself.")
    {
        KeyAddCommand.Create(),
        KeyListCommand.Create(),
        KeyRotateCommand.Create(),
        KeyRevokeCommand.Create(),
        KeyImportCommand.Create(),
    };
}
