using System.CommandLine;

namespace TransitHub.Server.Commands.Keys;

/// <summary><c>key rotate</c>: another secret for a key; the one before is worth nothing from then on.</summary>
internal static class KeyRotateCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Of the key, as 'key list' shows it." };
        Option<int?> days = KeyFileInput.Days();
        Option<string> file = KeyFileInput.File();
        var command = new Command("rotate", "Gives a key another secret and prints it, once; the one before opens nothing any more.") { id, days, file };
        command.SetAction(parsed => RunAsync(parsed.GetValue(file)!, parsed.GetValue(id)!, parsed.GetValue(days), TimeProvider.System, parsed.InvocationConfiguration.Output));
        return command;
    }

    internal static Task<int> RunAsync(string file, string id, int? days, TimeProvider clock, TextWriter output)
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        return KeyFileInput.ShowAsync(output, KeyFileInput.Do(file, keys => keys.Rotate(id, now, KeyFileInput.ExpiryOf(days, now))));
    }
}
