using System.CommandLine;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Commands.Keys;

/// <summary><c>key list</c>: whose keys there are and how they stand; never the keys themselves.</summary>
internal static class KeyListCommand
{
    public static Command Create()
    {
        Option<string> file = KeyFileInput.File();
        var command = new Command("list", "Shows whose keys there are and how they stand.") { file };
        command.SetAction(parsed => RunAsync(parsed.GetValue(file)!, TimeProvider.System, parsed.InvocationConfiguration.Output));
        return command;
    }

    internal static async Task<int> RunAsync(string file, TimeProvider clock, TextWriter output)
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        foreach (ReaderKey key in KeyFileInput.Do(file, keys => keys.Read()))
        {
            await output.WriteLineAsync($"{key.Id}  {key.StateAt(now),-8}  {key.Tier,-12}  {KeyFileInput.Until(key),-24}  {key.Name}").ConfigureAwait(false);
        }

        return ExitCode.Done;
    }
}
