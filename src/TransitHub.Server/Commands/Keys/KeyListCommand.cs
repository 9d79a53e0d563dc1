using System.CommandLine;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Commands.Keys;

/// <summary><c>key list</c>: whose keys there are and how they stand; never the keys themselves.</summary>
internal static class KeyListCommand
{
    public static Command Create() => new KeyPlace().Complete(new Command("list", "Shows whose keys there are and how they stand."), async (store, parsed, stop) =>
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (ReaderKey key in await store.ReadAsync(stop).ConfigureAwait(false))
        {
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{key.Id}  {key.StateAt(now),-8}  {key.Tier,-12}  {KeyPlace.Until(key),-24}  {key.Name}").ConfigureAwait(false);
        }

        return ExitCode.Done;
    });
}
