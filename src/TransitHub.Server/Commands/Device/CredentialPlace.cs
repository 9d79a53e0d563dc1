using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Options;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Commands.Device;

/// <summary>The credentials file that a command works on, and what the commands have in common.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Limits">The hub's limits.</param>
internal sealed record CredentialPlace(string Path, DeviceLimits Limits)
{
    /// <summary>How results for machines are written.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    public static Option<string?> Data() => new("--data") { HelpName = "DIR", Description = "The hub's data folder, where the credentials are (default: that of --config, or ./data)" };

    public static Option<string?> Config() => new("--config") { HelpName = "FILE", Description = "The hub's settings" };

    public static Option<bool> AsJson() => new("--json") { Description = "For machines" };

    public static Argument<string> User() => new("USER") { Description = "The device's user name, its id unless it was given another" };

    /// <summary>Finds it.</summary>
    /// <exception cref="CommandException">The settings cannot be read.</exception>
    public static CredentialPlace Of(string? data, string? config)
    {
        return Of(HubSettings.ReadUnchecked(config, HubSettings.Override(nameof(HubOptions.Data), data)));
    }

    /// <summary>All devices.</summary>
    /// <exception cref="CommandException">The file cannot be used.</exception>
    public IReadOnlyList<DeviceCredential> Read() => DeviceCredentialFile.Read(this.Path, this.Limits);

    /// <summary>That of a hub.</summary>
    public static CredentialPlace Of(HubOptions options) => new(options.DeviceAccess.PathIn(options.Data), options.DeviceAccess.Limits);

    /// <summary>Adds a device.</summary>
    /// <param name="device">It.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="who">The operator; null: whoever uses the command line.</param>
    /// <returns>The one that has its name already, and nothing was added; null: there is none, and it was.</returns>
    /// <exception cref="CommandException">The file cannot be used.</exception>
    public DeviceCredential? Add(DeviceCredential device, TimeProvider clock, string? who = null)
    {
        DeviceCredential? there = null;
        DeviceCredentialFile.Change(this.Path, this.Limits, clock, all => (there = all.FirstOrDefault(d => d.User == device.User)) is null ? [.. all, device] : null, who);
        return there;
    }

    /// <summary>Gives a device another secret, and lets it in again if it was revoked.</summary>
    /// <param name="user">Its user name.</param>
    /// <param name="expires">When the new one ends; null: as before, or never when that is over.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="who">The operator; null: whoever uses the command line.</param>
    /// <returns>It as it is now, null: there is none of that name; and the secret, null: it logs in with its certificate.</returns>
    /// <exception cref="CommandException">The file cannot be used.</exception>
    public (DeviceCredential? Device, string? Secret) Rotate(string user, DateTimeOffset? expires, TimeProvider clock, string? who = null)
    {
        DateTimeOffset now = clock.GetUtcNow();
        string secret = DeviceSecret.Create();
        DeviceCredential? changed = this.Change(user, clock, who, d => d with
        {
            SecretHash = d.Certificate ? null : DeviceSecret.Hash(secret),
            CreatedAt = now,
            RevokedAt = null,
            ExpiresAt = expires ?? (d.ExpiresAt > now ? d.ExpiresAt : null),
        });
        return (changed, changed?.Certificate == true ? null : secret);
    }

    /// <summary>Takes a device's credential back.</summary>
    /// <param name="user">Its user name.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="who">The operator; null: whoever uses the command line.</param>
    /// <returns>It as it is now; null: there is none of that name.</returns>
    /// <exception cref="CommandException">The file cannot be used.</exception>
    public DeviceCredential? Revoke(string user, TimeProvider clock, string? who = null) =>
        this.Change(user, clock, who, d => d with { RevokedAt = d.RevokedAt ?? clock.GetUtcNow() });

    /// <summary>What a command says where there is none of that name.</summary>
    public CommandException NoSuchDevice(string user) => CommandException.InputHasErrors($"No device has the user name '{user}' in {this.Path}. See: transithub device list");

    /// <summary>Reads when a credential expires.</summary>
    /// <exception cref="CommandException">It is no day, or one that is over.</exception>
    public static DateTimeOffset? Expiry(string? text, TimeProvider clock)
    {
        if (text is null)
        {
            return null;
        }

        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset? end = text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= 36_500
            ? now.AddDays(days)
            : DateTimeOffset.TryParseExact(
                text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ssZ"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset day)
            ? day
            : null;
        return end > now ? end : throw CommandException.WrongUse($"--expires must be a day to come, such as 2027-12-31, a time with offset, or days from now, such as 365d; not '{text}'.");
    }

    /// <summary>Writes what a person or machine needs to set the device up; the only place where the secret is ever shown.</summary>
    public static Task WriteAsync(DeviceCredential device, string? secret, bool json, TextWriter output)
    {
        if (json)
        {
            return output.WriteLineAsync(JsonSerializer.Serialize(
                new { device.User, Password = secret, device.Feed, device.Id, device.Kinds, device.Certificate, device.ExpiresAt, Topics = TopicsOf(device) }, Json));
        }

        string password = secret is null ? "  (no password: its client certificate)" : $"  password   {secret}{Environment.NewLine}The password is shown this once; the hub keeps only its hash.";
        return output.WriteLineAsync($"  user name  {device.User}{Environment.NewLine}{password}{Environment.NewLine}"
            + $"It may publish to:{Environment.NewLine}{string.Join(Environment.NewLine, TopicsOf(device).Select(t => "  " + t))}{Environment.NewLine}A hub that runs takes it up within seconds.");
    }

    /// <summary>The topics that a device may publish to, as filters.</summary>
    public static IEnumerable<string> TopicsOf(DeviceCredential device)
    {
        foreach (string kind in device.Kinds)
        {
            string topic = $"transithub/v1/{device.Feed}/{kind}";
            switch (kind)
            {
                case "hfp":
                    yield return "/hfp/#";
                    break;
                case "ais":
                    yield return topic + "/#";
                    break;
                default:
                    if (device.Id is null && kind == "avl")
                    {
                        yield return topic;
                    }

                    yield return $"{topic}/{device.Id ?? "+"}";
                    break;
            }
        }
    }

    private DeviceCredential? Change(string user, TimeProvider clock, string? who, Func<DeviceCredential, DeviceCredential> change)
    {
        DeviceCredential? changed = null;
        DeviceCredentialFile.Change(
            this.Path,
            this.Limits,
            clock,
            all =>
            {
                changed = all.FirstOrDefault(d => d.User == user) is { } found ? change(found) : null;
                return changed is null ? null : [.. all.Select(d => d.User == user ? changed : d)];
            },
            who);
        return changed;
    }
}
