using System.CommandLine;

namespace TransitHub.Server.Commands.Keys;

/// <summary><c>key add</c>: a key for a new reader.</summary>
internal static class KeyAddCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "Whose it is.", Required = true };
        var tier = new Option<string>("--tier") { Description = "How much they may ask for: a name of the hub's setting Security:Readers:Tiers.", Required = true };
        Option<int?> days = KeyFileInput.Days();
        Option<string> file = KeyFileInput.File();
        var command = new Command("add", "Makes a key and prints it, once.") { name, tier, days, file };
        command.SetAction(parsed => RunAsync(
            parsed.GetValue(file)!, parsed.GetValue(name)!, parsed.GetValue(tier)!, parsed.GetValue(days), TimeProvider.System, parsed.InvocationConfiguration.Output));
        return command;
    }

    internal static Task<int> RunAsync(string file, string name, string tier, int? days, TimeProvider clock, TextWriter output)
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        return KeyFileInput.ShowAsync(output, KeyFileInput.Do(file, keys => keys.Add(name, tier, now, KeyFileInput.ExpiryOf(days, now))));
    }
}
