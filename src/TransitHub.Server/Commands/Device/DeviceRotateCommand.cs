using System.CommandLine;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Commands.Device;

/// <summary><c>transithub device rotate</c>: a new secret in place of the old one, which ends at once.</summary>
internal static class DeviceRotateCommand
{
    private static readonly Argument<string> User = CredentialPlace.User();
    private static readonly Option<string?> Expires = new("--expires") { HelpName = "DAY|DAYSd", Description = "When the new one ends: 2027-12-31, or 365d (default: as before; never, when that day is over)" };
    private static readonly Option<bool> AsJson = CredentialPlace.AsJson();
    private static readonly Option<string?> Data = CredentialPlace.Data();
    private static readonly Option<string?> Config = CredentialPlace.Config();

    public static Command Create()
    {
        var command = new Command("rotate", "Gives a device a new password. The old one ends at once, with the connections made with it; a revoked device is let in again.") { User, Expires, AsJson, Data, Config };
        command.SetAction(static (parsed, _) => RunAsync(parsed, TimeProvider.System));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TimeProvider clock)
    {
        CredentialPlace place = CredentialPlace.Of(parsed.GetValue(Data), parsed.GetValue(Config));
        DateTimeOffset? end = CredentialPlace.Expiry(parsed.GetValue(Expires), clock);
        string user = parsed.GetValue(User)!;
        (DeviceCredential? changed, string? secret) = place.Rotate(user, end, clock);
        await CredentialPlace.WriteAsync(changed ?? throw place.NoSuchDevice(user), secret, parsed.GetValue(AsJson), parsed.InvocationConfiguration.Output).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
