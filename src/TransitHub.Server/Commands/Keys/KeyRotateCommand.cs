using System.CommandLine;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Commands.Keys;

/// <summary><c>key rotate</c>: another secret for a key; the one before is worth nothing from then on.</summary>
internal static class KeyRotateCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Of the key, as 'key list' shows it." };
        Option<int?> days = KeyPlace.Days();
        return new KeyPlace().Complete(
            new Command("rotate", "Gives a key another secret and prints it, once; the one before opens nothing any more.") { id, days },
            async (store, parsed, stop) =>
            {
                long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
                return await KeyPlace.ShowAsync(parsed.InvocationConfiguration.Output, await store.RotateAsync(
                    parsed.GetValue(id)!, now, KeyPlace.ExpiryOf(parsed.GetValue(days), now), cancellation: stop).ConfigureAwait(false)).ConfigureAwait(false);
            });
    }
}
