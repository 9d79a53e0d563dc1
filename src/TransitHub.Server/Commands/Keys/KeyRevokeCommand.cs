using System.CommandLine;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Commands.Keys;

/// <summary><c>key revoke</c>: a key that opens nothing any more.</summary>
internal static class KeyRevokeCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Of the key, as 'key list' shows it." };
        Option<string> file = KeyFileInput.File();
        var command = new Command("revoke", "Makes a key worth nothing. 'key rotate' gives its holder a new one.") { id, file };
        command.SetAction(parsed => RunAsync(parsed.GetValue(file)!, parsed.GetValue(id)!, TimeProvider.System, parsed.InvocationConfiguration.Output));
        return command;
    }

    internal static async Task<int> RunAsync(string file, string id, TimeProvider clock, TextWriter output)
    {
        ReaderKey key = KeyFileInput.Do(file, keys => keys.Revoke(id, clock.GetUtcNow().ToUnixTimeSeconds()));
        await output.WriteLineAsync($"The key {key.Id} of '{key.Name}' is revoked.").ConfigureAwait(false);
        return ExitCode.Done;
    }
}
