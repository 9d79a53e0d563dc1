using System.CommandLine;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Commands.Device;

/// <summary><c>transithub device revoke</c>: a device may not publish any more, and its connections are ended.</summary>
internal static class DeviceRevokeCommand
{
    private static readonly Argument<string> User = CredentialPlace.User();
    private static readonly Option<string?> Data = CredentialPlace.Data();
    private static readonly Option<string?> Config = CredentialPlace.Config();

    public static Command Create()
    {
        var command = new Command("revoke", "Takes a device's credential back: a hub that runs ends its connections within seconds.") { User, Data, Config };
        command.SetAction(static (parsed, _) => RunAsync(parsed, TimeProvider.System));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TimeProvider clock)
    {
        CredentialPlace place = CredentialPlace.Of(parsed.GetValue(Data), parsed.GetValue(Config));
        string user = parsed.GetValue(User)!;
        DeviceCredential changed = place.Revoke(user, clock) ?? throw place.NoSuchDevice(user);
        await parsed.InvocationConfiguration.Output.WriteLineAsync($"Device {changed.User} of feed {changed.Feed} is revoked. 'device rotate {changed.User}' would let it in again.").ConfigureAwait(false);
        return ExitCode.Done;
    }
}
