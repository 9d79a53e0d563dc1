using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Commands.Device;

/// <summary><c>transithub device list</c>: the devices that have credentials, without anything secret.</summary>
internal static class DeviceListCommand
{
    private static readonly Option<string?> Feed = new("--feed") { HelpName = "ID", Description = "Of this feed alone" };
    private static readonly Option<bool> AsJson = CredentialPlace.AsJson();
    private static readonly Option<string?> Data = CredentialPlace.Data();
    private static readonly Option<string?> Config = CredentialPlace.Config();

    public static Command Create()
    {
        var command = new Command("list", "Lists the devices that have credentials.") { Feed, AsJson, Data, Config };
        command.SetAction(static (parsed, _) => RunAsync(parsed, TimeProvider.System));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TimeProvider clock)
    {
        DateTimeOffset now = clock.GetUtcNow();
        string? feed = parsed.GetValue(Feed);
        DeviceCredential[] devices =
            [.. CredentialPlace.Of(parsed.GetValue(Data), parsed.GetValue(Config)).Read().Where(d => feed is null || d.Feed == feed).OrderBy(d => d.Feed, StringComparer.Ordinal).ThenBy(d => d.User, StringComparer.Ordinal)];
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(AsJson))
        {
            var list = devices.Select(d => new { d.User, d.Feed, d.Id, State = d.StateAt(now), d.Kinds, d.Certificate, d.CreatedAt, d.ExpiresAt, d.RevokedAt, d.MessagesPerSecond, d.BytesPerSecond });
            await output.WriteLineAsync(JsonSerializer.Serialize(list, CredentialPlace.Json)).ConfigureAwait(false);
            return ExitCode.Done;
        }

        foreach (DeviceCredential d in devices)
        {
            string until = d.ExpiresAt is { } end ? end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "-";
            await output.WriteLineAsync($"{d.StateAt(now),-8} {d.Feed,-16} {d.User,-24} {d.Id ?? "(gateway)",-24} until {until,-10} {string.Join(",", d.Kinds)}{(d.Certificate ? " (certificate)" : string.Empty)}").ConfigureAwait(false);
        }

        if (devices.Length == 0)
        {
            await output.WriteLineAsync("No device has a credential. Give one with: transithub device add ID --feed FEED").ConfigureAwait(false);
        }

        return ExitCode.Done;
    }
}
