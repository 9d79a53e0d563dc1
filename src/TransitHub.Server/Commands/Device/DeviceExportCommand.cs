using System.CommandLine;
using System.Globalization;
using System.Text;
using TransitHub.Core.Storage;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Commands.Device;

/// <summary><c>transithub device export</c>: the same devices for a broker outside the hub, in its own format.</summary>
internal static class DeviceExportCommand
{
    private static readonly Option<string> Format = new("--format") { Required = true, HelpName = "mosquitto", Description = "The broker: mosquitto (version 2)" };
    private static readonly Option<string> Out = new("--out") { Required = true, HelpName = "DIR", Description = "Folder for password_file and acl_file" };
    private static readonly Option<string?> Hub = new("--hub") { HelpName = "NAME", Description = "The user name of the hub itself, which reads all topics" };
    private static readonly Option<string?> HubPassword = new("--hub-password") { HelpName = "FILE", Description = "File whose first line is the hub's password" };
    private static readonly Option<string?> Data = CredentialPlace.Data();
    private static readonly Option<string?> Config = CredentialPlace.Config();

    public static Command Create()
    {
        var command = new Command("export", "Writes the devices that may publish now for an outside broker: passwords as hashes, and rights by topic.") { Format, Out, Hub, HubPassword, Data, Config };
        command.SetAction(static (parsed, _) => RunAsync(parsed, TimeProvider.System));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TimeProvider clock)
    {
        if (parsed.GetValue(Format) != "mosquitto")
        {
            throw CommandException.WrongUse($"--format '{parsed.GetValue(Format)}' is not known: use mosquitto.");
        }

        (string Name, string Hash)? hub = ReadHub(parsed.GetValue(Hub), parsed.GetValue(HubPassword));
        DateTimeOffset now = clock.GetUtcNow();
        IReadOnlyList<DeviceCredential> all = CredentialPlace.Of(parsed.GetValue(Data), parsed.GetValue(Config)).Read();
        DeviceCredential[] devices = [.. all.Where(d => d.RevokedAt is null && !(d.ExpiresAt <= now)).OrderBy(d => d.User, StringComparer.Ordinal)];
        if (hub is { } own && devices.Any(d => d.User == own.Name))
        {
            throw CommandException.WrongUse($"--hub '{own.Name}' is the user name of a device: give the hub another one.");
        }

        string folder = parsed.GetValue(Out)!;
        try
        {
            Directory.CreateDirectory(folder);
            Write(Path.Combine(folder, "password_file"), PasswordsOf(devices, hub));
            Write(Path.Combine(folder, "acl_file"), RightsOf(devices, hub?.Name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.InputHasErrors($"--out {folder}: {e.Message}");
        }

        await parsed.InvocationConfiguration.Output.WriteLineAsync(NextSteps(devices, all.Count - devices.Length, folder)).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static (string Name, string Hash)? ReadHub(string? name, string? file)
    {
        if (name is null && file is null)
        {
            return null;
        }

        if (name is null || file is null || DeviceCredential.FindWrongUser(name) is not null)
        {
            throw CommandException.WrongUse("--hub NAME and --hub-password FILE go together: a user name without : + # / and spaces, and a file whose first line is the password.");
        }

        try
        {
            return File.ReadLines(file).FirstOrDefault() is { Length: > 0 } password
                ? (name, DeviceSecret.Hash(password))
                : throw CommandException.WrongUse($"--hub-password {file}: its first line is empty and should be the password.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"--hub-password {file}: {e.Message}");
        }
    }

    private static string PasswordsOf(IEnumerable<DeviceCredential> devices, (string Name, string Hash)? hub)
    {
        var text = new StringBuilder();
        if (hub is { } own)
        {
            text.Append(CultureInfo.InvariantCulture, $"{own.Name}:{DeviceSecret.ToMosquitto(own.Hash)}\n");
        }

        foreach (DeviceCredential device in devices.Where(d => d.SecretHash is not null))
        {
            text.Append(CultureInfo.InvariantCulture, $"{device.User}:{DeviceSecret.ToMosquitto(device.SecretHash!)}\n");
        }

        return text.ToString();
    }

    private static string RightsOf(IEnumerable<DeviceCredential> devices, string? hub)
    {
        var text = new StringBuilder();
        if (hub is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"user {hub}\ntopic read transithub/v1/#\ntopic read /hfp/#\n\n");
        }

        foreach (DeviceCredential device in devices)
        {
            text.Append(CultureInfo.InvariantCulture, $"user {device.User}\n");
            foreach (string topic in CredentialPlace.TopicsOf(device))
            {
                text.Append(CultureInfo.InvariantCulture, $"topic write {topic}\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Written beside and moved, so that the broker never reads half of it.</summary>
    private static void Write(string path, string text) => PrivateFile.Replace(path, file => file.Write(Encoding.UTF8.GetBytes(text)));

    private static string NextSteps(DeviceCredential[] devices, int left, string folder)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{devices.Length} devices, without {left} revoked or expired: {Path.Combine(folder, "password_file")} and acl_file.")
            .AppendLine("In mosquitto.conf: allow_anonymous false, password_file and acl_file with these paths, owned by the broker's user; then send it SIGHUP, and again after each export.");
        if (devices.Any(d => d.Certificate))
        {
            text.AppendLine("Devices with client certificates need its cafile, require_certificate true and use_identity_as_username true.");
        }

        return text.Append("The broker knows no expiry and no rates of single devices, and ends no session of a revoked one: export often, and restart it after a revocation.").ToString();
    }
}
