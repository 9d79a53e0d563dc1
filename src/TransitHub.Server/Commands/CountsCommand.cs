using System.CommandLine;
using TransitHub.Server.Commands.Counts;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub counts</c>: commands about what counters count.</summary>
internal static class CountsCommand
{
    public static Command Create() => new("counts", "Tells how far counts can be trusted.")
    {
        CountsSurveyCommand.Create(),
    };
}
