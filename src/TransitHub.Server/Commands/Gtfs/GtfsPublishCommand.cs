using System.CommandLine;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary>
/// <c>transithub gtfs publish</c> and <c>gtfs rollback</c>: ask the running hub of a data folder for another static version, and wait for its answer. Who
/// may write into the folder may ask.
/// </summary>
internal static class GtfsPublishCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private static readonly Argument<string?> Source = new("GTFS") { Arity = ArgumentArity.ZeroOrOne, HelpName = "GTFS.zip", Description = "What to publish (default: the feed's source as it is now)" };
    private static readonly Argument<string> Version = new("VERSION") { Description = "The version to go back to, by its feed_version or content hash (see /gtfs/FEED/versions)" };
    private static readonly Option<string> Data = new("--data") { HelpName = "DIR", Required = true, Description = "The data folder of the hub" };
    private static readonly Option<string> Feed = CommandArguments.Feed();
    private static readonly Option<string> Why = new("--why") { HelpName = "TEXT", Required = true, Description = "Why, for the history" };
    private static readonly Option<string?> By = new("--by") { HelpName = "NAME", Description = "Who asks, for the history (default: the user's name)" };
    private static readonly Option<bool> Force = new("--force") { Description = "Publish despite errors and changed ids" };
    private static readonly Option<int> Wait = new("--wait") { HelpName = "SECONDS", DefaultValueFactory = static _ => 300, Description = "How long to wait for the hub's answer, 1 to 3600" };

    public static Command CreatePublish()
    {
        var command = new Command("publish", "Asks a running hub to bring a static version into service.") { Source, Data, Feed, Why, By, Force, Wait };
        command.SetAction(static (parsed, cancellation) => RunAsync(
            parsed, parsed.GetValue(Source) is { } path ? Path.GetFullPath(FeedPath.Existing(path)) : null, null, parsed.GetValue(Force), cancellation));
        return command;
    }

    public static Command CreateRollback()
    {
        var command = new Command("rollback", "Asks a running hub to go back to an earlier static version, which stays until the source changes.") { Version, Data, Feed, Why, By, Wait };
        command.SetAction(static (parsed, cancellation) => RunAsync(parsed, null, parsed.GetValue(Version), force: true, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string? source, string? version, bool force, CancellationToken cancellation)
    {
        string feed = CommandArguments.FeedId(parsed.GetValue(Feed)!).ToString();
        int seconds = CommandArguments.InRange(parsed.GetValue(Wait), 1, 3600, Wait.Name);
        string folder = Path.Combine(parsed.GetValue(Data)!, feed, "gtfs");
        if (!Directory.Exists(folder))
        {
            throw CommandException.WrongUse($"--data {parsed.GetValue(Data)}: no hub has served the feed {feed} with this folder; there is no {folder}.");
        }

        var request = new StaticRequest(Guid.NewGuid().ToString("N"), source, version, force, parsed.GetValue(By) ?? Environment.UserName, parsed.GetValue(Why)!);
        StaticEvent answer;
        try
        {
            request.Put(folder);
            answer = await AwaitAsync(folder, request, TimeSpan.FromSeconds(seconds), cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"{folder} cannot be used: {exception.Message}");
        }

        string text = $"Version {answer.Version ?? "?"} was {answer.Outcome.Replace('_', ' ')}. {string.Join(' ', answer.Reasons)}".TrimEnd();
        if (answer.Outcome is "blocked" or "failed")
        {
            throw CommandException.InputHasErrors(text);
        }

        await parsed.InvocationConfiguration.Output.WriteLineAsync(text).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async Task<StaticEvent> AwaitAsync(string folder, StaticRequest request, TimeSpan patience, CancellationToken cancellation)
    {
        TimeProvider clock = TimeProvider.System;
        long started = clock.GetTimestamp();
        var history = new StaticHistory(folder);
        while (clock.GetElapsedTime(started) < patience)
        {
            if (history.List().FirstOrDefault(e => e.Request == request.Id) is { } answer)
            {
                return answer;
            }

            await Task.Delay(Pause, clock, cancellation).ConfigureAwait(false);
        }

        throw CommandException.InputHasErrors(StaticRequest.Withdraw(folder)
            ? $"No hub took the request within {patience.TotalSeconds:0} s, and it was withdrawn: is one running with this --data?"
            : $"The hub took the request and has not answered within {patience.TotalSeconds:0} s: see its log and /gtfs/FEED/history.");
    }
}
