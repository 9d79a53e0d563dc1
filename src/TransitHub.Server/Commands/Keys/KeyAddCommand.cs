using System.CommandLine;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Commands.Keys;

/// <summary><c>key add</c>: a key for a new reader.</summary>
internal static class KeyAddCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "Whose it is.", Required = true };
        var tier = new Option<string>("--tier") { Description = "How much they may ask for: a name of the hub's setting Security:Readers:Tiers.", Required = true };
        Option<int?> days = KeyPlace.Days();
        return new KeyPlace().Complete(new Command("add", "Makes a key and prints it, once.") { name, tier, days }, async (store, parsed, stop) =>
        {
            long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            return await KeyPlace.ShowAsync(parsed.InvocationConfiguration.Output, await store.AddAsync(
                parsed.GetValue(name)!, parsed.GetValue(tier)!, now, KeyPlace.ExpiryOf(parsed.GetValue(days), now), cancellation: stop).ConfigureAwait(false)).ConfigureAwait(false);
        });
    }
}
