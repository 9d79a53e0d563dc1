using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Client;
using TransitHub.Mqtt.Topics;
using TransitHub.Server.Security;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Commands.Device;

/// <summary><c>transithub device test</c>: tells whoever makes a device whether its messages are understood, what is wrong, and how to mend it.</summary>
internal static class DeviceTestCommand
{
    private const int MaxSeconds = 86_400;

    private static readonly Option<string> Feed = CommandArguments.Feed();
    private static readonly Option<string?> Device = new("--device") { HelpName = "ID", Description = "The device's id: what it publishes under another one is wrong, as with 'device add'" };
    private static readonly Option<string?> Kinds = new("--kinds") { HelpName = "KIND,...", Description = "What the device may publish (default: as 'device add')" };
    private static readonly Option<string?> Input = new("--input") { HelpName = "FILE", Description = "Messages in a file, a line each: ISO arrival time with offset, topic, payload" };
    private static readonly Option<string?> Listen = new("--listen") { HelpName = "ADDRESS:PORT", Description = "Listens as the hub's broker does, for the device to connect to; port 0 takes any free one" };
    private static readonly Option<string?> User = new("--user") { HelpName = "NAME", Description = "The user name that the device must give (needed beyond 127.0.0.1)" };
    private static readonly Option<string?> PasswordFile = new("--password-file") { HelpName = "FILE", Description = "File whose first line is the password that it must give" };
    private static readonly Option<string?> Mqtt = new("--mqtt") { HelpName = "URL", Description = "Reads from a broker that is there: mqtt[s]://[user:password@]host[:port]" };
    private static readonly Option<string?> Authorities = new("--authorities") { HelpName = "FILE", Description = "PEM file of the authorities of that broker's certificate" };
    private static readonly Option<int> Seconds = new("--seconds") { HelpName = "N", DefaultValueFactory = static _ => 30, Description = "How long it listens" };
    private static readonly Option<int?> Messages = new("--messages") { HelpName = "N", Description = "It ends when so many messages came" };
    private static readonly Option<bool> AsJson = CredentialPlace.AsJson();

    public static Command Create()
    {
        var command = new Command("test", "Tells whether a device's messages are understood, what is wrong with them and how to mend it. Exit code 0: all is understood.")
        {
            Feed, Device, Kinds, Input, Listen, User, PasswordFile, Mqtt, Authorities, Seconds, Messages, AsJson,
        };
        command.SetAction(static (parsed, _) => RunAsync(parsed, TimeProvider.System));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TimeProvider clock)
    {
        FeedId feed = CommandArguments.FeedId(parsed.GetValue(Feed)!);
        DeviceGrant? grant = GrantOf(parsed, feed, clock);
        string?[] given = [parsed.GetValue(Input), parsed.GetValue(Listen), parsed.GetValue(Mqtt)];
        if (given.Count(g => g is not null) != 1)
        {
            throw CommandException.WrongUse("Give one of --input FILE, --listen ADDRESS:PORT and --mqtt URL: where the messages come from.");
        }

        if (parsed.GetValue(Mqtt) is not null && grant is not null)
        {
            throw CommandException.WrongUse("--device is for --input and --listen: what comes through another broker does not say which device it was.");
        }

        TrialReport report = parsed.GetValue(Input) is { } file ? RecordedTrial.Run(file, feed, grant) : await HearAsync(parsed, feed, grant, clock).ConfigureAwait(false);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(AsJson) ? report.ToJson() : report.ToText()).ConfigureAwait(false);
        return report.IsGood ? ExitCode.Done : ExitCode.InputHasErrors;
    }

    private static async Task<TrialReport> HearAsync(ParseResult parsed, FeedId feed, DeviceGrant? grant, TimeProvider clock)
    {
        int seconds = CommandArguments.InRange(parsed.GetValue(Seconds), 1, MaxSeconds, "--seconds");
        int messages = CommandArguments.InRange(parsed.GetValue(Messages) ?? int.MaxValue, 1, int.MaxValue, "--messages");
        using var stop = new StopSignals();
        var trial = new LiveTrial(feed, clock);
        await using (trial.ConfigureAwait(false))
        {
            string where;
            if (parsed.GetValue(Listen) is { } listen)
            {
                ListenAddress address = ListenAddress.TryParse(listen, out ListenAddress read) ? read : throw CommandException.WrongUse($"--listen '{listen}' is no address: give ADDRESS:PORT.");
                IPEndPoint taken = await trial.ListenAsync(new IPEndPoint(address.Address, address.Port), LoginOf(parsed, grant), stop.Stop).ConfigureAwait(false);
                where = $"Listening on {taken}";
            }
            else
            {
                MqttIngestClientOptions broker = BrokerOf(parsed, feed);
                await trial.SubscribeAsync(broker, new Random(), stop.Stop).ConfigureAwait(false);
                where = $"Reading from {broker.Broker}";
            }

            await parsed.InvocationConfiguration.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{where} for {seconds} s; Ctrl-C ends it earlier.")).ConfigureAwait(false);
            return await trial.HearAsync(TimeSpan.FromSeconds(seconds), messages, stop.Stop).ConfigureAwait(false);
        }
    }

    private static DeviceGrant? GrantOf(ParseResult parsed, FeedId feed, TimeProvider clock)
    {
        if (parsed.GetValue(Device) is not { } id)
        {
            return null;
        }

        string[] kinds = parsed.GetValue(Kinds)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [.. DeviceCredential.OrdinaryKinds];
        var credential = new DeviceCredential { User = "device", Feed = feed.ToString(), Id = id, Kinds = kinds, Certificate = true };
        var limits = new DeviceLimits();
        return credential.FindProblem(limits) is { } problem
            ? throw CommandException.WrongUse($"--device: {problem}.")
            : new DeviceGrant(id, feed, DeviceId.Parse(id), kinds.Select(k => Enum.Parse<TopicKind>(k, ignoreCase: true)), null, new DeviceMeter(limits, clock));
    }

    private static LoginCheck? LoginOf(ParseResult parsed, DeviceGrant? grant)
    {
        string? user = parsed.GetValue(User);
        string? file = parsed.GetValue(PasswordFile);
        if ((user is null) != (file is null))
        {
            throw CommandException.WrongUse("--user and --password-file go together.");
        }

        if (user is null)
        {
            return grant is null ? null : (_, _) => ValueTask.FromResult(LoginVerdict.Welcome(grant));
        }

        byte[] password;
        try
        {
            password = SHA256.HashData(Encoding.UTF8.GetBytes(File.ReadLines(file!).FirstOrDefault() ?? string.Empty));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"--password-file {file}: {e.Message}");
        }

        return (attempt, _) => ValueTask.FromResult(
            attempt.UserName == user && attempt.Password is { } given && CryptographicOperations.FixedTimeEquals(password, SHA256.HashData(Encoding.UTF8.GetBytes(given)))
                ? LoginVerdict.Welcome(grant)
                : new LoginVerdict(RejectionReason.BadCredentials, null, "another user name or password than --user and --password-file"));
    }

    private static MqttIngestClientOptions BrokerOf(ParseResult parsed, FeedId feed)
    {
        if (!BrokerUrl.TryParse(parsed.GetValue(Mqtt), out BrokerUrl? url, out string? problem))
        {
            throw CommandException.WrongUse($"--mqtt: {problem}.");
        }

        var options = new MqttIngestClientOptions
        {
            Broker = url,
            ClientId = $"transithub-device-test-{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}",
            TakesHfp = parsed.GetValue(Kinds)?.Contains("hfp", StringComparison.Ordinal) == true,
            SessionExpirySeconds = 60,
            Authorities = parsed.GetValue(Authorities),
        };
        return options.Check() is [var wrong, ..] ? throw CommandException.WrongUse($"--mqtt {url} for feed {feed}: {wrong}") : options;
    }
}
