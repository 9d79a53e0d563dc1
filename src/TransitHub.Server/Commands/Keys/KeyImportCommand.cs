using System.Collections.Immutable;
using System.CommandLine;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Commands.Keys;

/// <summary><c>key import</c>: the keys of a file for a hub that is scaled out. Their holders notice nothing.</summary>
internal static class KeyImportCommand
{
    public static Command Create()
    {
        var from = new Argument<string>("FILE") { Description = "The file of keys of a hub that was one process, or of one that serves." };
        return new KeyPlace().Complete(new Command("import", "Takes the keys of a file over. They open as before; those that are there already stay as they are.") { from }, async (store, parsed, stop) =>
        {
            string file = parsed.GetValue(from)!;
            if (!File.Exists(file))
            {
                throw CommandException.InputHasErrors($"There is no file {file}.");
            }

            ImmutableArray<ReaderKey> keys = new KeyFile(file).Read();
            HashSet<string> there = [.. (await store.ReadAsync(stop).ConfigureAwait(false)).Select(k => k.Id)];
            ReaderKey[] fresh = [.. keys.Where(k => !there.Contains(k.Id))];
            foreach (ReaderKey key in fresh)
            {
                await store.ImportAsync(key, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), stop).ConfigureAwait(false);
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{fresh.Length} keys of {file} were taken over; {keys.Length - fresh.Length} were there already.").ConfigureAwait(false);
            return ExitCode.Done;
        });
    }
}
