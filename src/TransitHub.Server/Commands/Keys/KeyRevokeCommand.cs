using System.CommandLine;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Commands.Keys;

/// <summary><c>key revoke</c>: a key that opens nothing any more.</summary>
internal static class KeyRevokeCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Of the key, as 'key list' shows it." };
        return new KeyPlace().Complete(new Command("revoke", "Makes a key worth nothing. 'key rotate' gives its holder a new one.") { id }, async (store, parsed, stop) =>
        {
            ReaderKey key = await store.RevokeAsync(parsed.GetValue(id)!, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), cancellation: stop).ConfigureAwait(false);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"The key {key.Id} of '{key.Name}' is revoked.").ConfigureAwait(false);
            return ExitCode.Done;
        });
    }
}
