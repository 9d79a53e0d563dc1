using System.CommandLine;
using System.CommandLine.Parsing;

namespace TransitHub.Server.Commands;

/// <summary>The command line of the executable: all commands on one screen, and what their failures look like.</summary>
internal static class TransitHubCommandLine
{
    /// <summary>The root command with every command of this build.</summary>
    public static RootCommand Create() => new("Takes what vehicles report over MQTT, fuses it with the timetable, gives it out as GTFS-Realtime, gRPC and JSON.")
    {
        DemoCommand.Create(),
        ServeCommand.Create(),
        ReplayCommand.Create(),
        TrainCommand.Create(),
        TrainLoadsCommand.Create(),
        BacktestCommand.Create(),
        PublishCommand.Create(),
        ValidateCommand.Create(),
        GtfsCommand.Create(),
        CountsCommand.Create(),
        ArchiveCommand.Create(),
        DeviceCommand.Create(),
        DevicesCommand.Create(),
        KeyCommand.Create(),
        HashPasswordCommand.Create(),
        HealthCommand.Create(),
    };

    /// <summary>Parses and runs; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        ParseResult parsed = Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            await WriteWrongUseAsync(parsed, error).ConfigureAwait(false);
            return ExitCode.WrongUse;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (CommandException exception)
        {
            await error.WriteLineAsync("transithub: " + exception.Message).ConfigureAwait(false);
            return exception.ExitCode;
        }
    }

    private static async Task WriteWrongUseAsync(ParseResult parsed, TextWriter error)
    {
        foreach (ParseError problem in parsed.Errors)
        {
            await error.WriteLineAsync("transithub: " + problem.Message).ConfigureAwait(false);
        }

        Command command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0)
        {
            await error.WriteLineAsync("Commands: " + string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))).ConfigureAwait(false);
        }
        else if (command.Options.Count > 0)
        {
            IEnumerable<string> options = command.Options.Where(o => !o.Hidden).Select(o => o.Name);
            await error.WriteLineAsync($"Options of '{command.Name}': {string.Join(", ", options)}").ConfigureAwait(false);
        }

        string path = string.Join(' ', CommandPath(parsed.CommandResult));
        await error.WriteLineAsync($"See: transithub{(path.Length > 0 ? " " : string.Empty)}{path} --help").ConfigureAwait(false);
    }

    private static Stack<string> CommandPath(CommandResult result)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = result; at is CommandResult command && command.Command is not RootCommand; at = at.Parent)
        {
            names.Push(command.Command.Name);
        }

        return names;
    }
}
