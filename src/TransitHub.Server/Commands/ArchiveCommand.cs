using System.CommandLine;
using TransitHub.Server.Commands.Archive;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub archive</c>: commands about the days that a hub has kept.</summary>
internal static class ArchiveCommand
{
    public static Command Create() => new("archive", "Gives out the days that a hub has kept. They are the operator's: no column is rounded or left out for the public.")
    {
        ArchiveExportCommand.Create(),
    };
}
