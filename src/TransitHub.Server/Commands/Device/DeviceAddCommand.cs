using System.CommandLine;
using TransitHub.Core.Ids;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Commands.Device;

/// <summary><c>transithub device add</c>: gives a device a credential, and shows its secret once.</summary>
internal static class DeviceAddCommand
{
    private static readonly Argument<string> Id = new("ID") { Description = "The device's id, as in its topics: a vehicle's id, or a camera's; of a gateway its user name" };
    private static readonly Option<string> Feed = CommandArguments.Feed();
    private static readonly Option<string?> User = new("--user") { HelpName = "NAME", Description = "The user name (default: the id)" };
    private static readonly Option<string?> Kinds = new("--kinds") { HelpName = "KIND,...", Description = $"What it may publish, of {string.Join(", ", DeviceCredential.KindNames)} (default: {string.Join(",", DeviceCredential.OrdinaryKinds)}; a gateway also ais)" };
    private static readonly Option<bool> Gateway = new("--gateway") { Description = "It may publish under any id of the feed: a system that knows many vehicles" };
    private static readonly Option<bool> Certificate = new("--certificate") { Description = "It logs in with a client certificate in its user name instead of a password" };
    private static readonly Option<string?> Expires = new("--expires") { HelpName = "DAY|DAYSd", Description = "When it ends by itself: 2027-12-31 (its start, UTC), or 365d (default: never)" };
    private static readonly Option<double?> Messages = new("--messages-per-second") { HelpName = "N", Description = "Its own rate in place of the hub's" };
    private static readonly Option<double?> Bytes = new("--bytes-per-second") { HelpName = "N", Description = "Its own rate in place of the hub's" };
    private static readonly Option<bool> AsJson = CredentialPlace.AsJson();
    private static readonly Option<string?> Data = CredentialPlace.Data();
    private static readonly Option<string?> Config = CredentialPlace.Config();

    public static Command Create()
    {
        var command = new Command("add", "Gives a device a credential to publish with. Its password is made by the hub and shown once.")
        {
            Id, Feed, User, Kinds, Gateway, Certificate, Expires, Messages, Bytes, AsJson, Data, Config,
        };
        command.SetAction(static (parsed, _) => RunAsync(parsed, TimeProvider.System));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TimeProvider clock)
    {
        CredentialPlace place = CredentialPlace.Of(parsed.GetValue(Data), parsed.GetValue(Config));
        string? secret = parsed.GetValue(Certificate) ? null : DeviceSecret.Create();
        DeviceCredential device = Read(parsed, secret, clock);
        if (device.FindProblem(place.Limits) is { } problem)
        {
            throw CommandException.WrongUse($"The device cannot be added: {problem}.");
        }

        if (place.Add(device, clock) is { } there)
        {
            throw CommandException.InputHasErrors(there.RevokedAt is null
                ? $"There is a device '{device.User}' of feed {there.Feed} already: give this one another user name with --user, or the other a new password with 'device rotate {device.User}'."
                : $"The device '{device.User}' was revoked: 'device rotate {device.User}' gives it a new password and lets it in again; or give this one another user name with --user.");
        }

        await CredentialPlace.WriteAsync(device, secret, parsed.GetValue(AsJson), parsed.InvocationConfiguration.Output).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static DeviceCredential Read(ParseResult parsed, string? secret, TimeProvider clock)
    {
        string id = parsed.GetValue(Id)!;
        bool gateway = parsed.GetValue(Gateway);
        FeedId feed = CommandArguments.FeedId(parsed.GetValue(Feed)!);
        return new DeviceCredential
        {
            User = parsed.GetValue(User) ?? id,
            Feed = feed.ToString(),
            Id = gateway ? null : id,
            Kinds = parsed.GetValue(Kinds) is { } kinds ? [.. kinds.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)]
                : DeviceCredential.KindsOf(gateway),
            SecretHash = secret is null ? null : DeviceSecret.Hash(secret),
            Certificate = secret is null,
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = CredentialPlace.Expiry(parsed.GetValue(Expires), clock),
            MessagesPerSecond = parsed.GetValue(Messages),
            BytesPerSecond = parsed.GetValue(Bytes),
        };
    }
}
