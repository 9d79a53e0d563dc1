using System.CommandLine;
using TransitHub.Server.Commands.Gtfs;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub gtfs</c>: commands that make, complete, merge and compare static feeds.</summary>
internal static class GtfsCommand
{
    public static Command Create() => new("gtfs", "Makes, merges and compares static GTFS feeds.")
    {
        GtfsBuildCommand.Create(),
        GtfsObserveCommand.Create(),
        GtfsDiffCommand.Create(),
        GtfsMergeCommand.Create(),
        GtfsExpandCommand.Create(),
        GtfsRepairCommand.Create(),
        GtfsCompleteCommand.Create(),
        GtfsPublishCommand.CreatePublish(),
        GtfsPublishCommand.CreateRollback(),
    };
}
