using System.Text.Json.Serialization;
using System.Text.Json;
using TransitHub.Core.Storage;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Commands;
using TransitHub.Server.Security.Audit;

namespace TransitHub.Server.Security.Devices;

/// <summary>
/// The credentials of all devices in one JSON file that only its owner may read. It is replaced as a whole, so that whoever reads it finds it before or
/// after a change; and one change at a time is made. Each has its lines in the audit beside it, which are written first: no change is without one.
/// </summary>
internal static class DeviceCredentialFile
{
    /// <summary>Its name in the data folder.</summary>
    public const string DefaultName = "device-credentials.json";

    /// <summary>The most devices it may have.</summary>
    public const int MaxDevices = 1_000_000;

    private const int Version = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    /// <summary>Reads it; empty when there is none.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="limits">The hub's limits, for devices with rates of their own.</param>
    /// <exception cref="CommandException">It cannot be used; the message says why.</exception>
    public static IReadOnlyList<DeviceCredential> Read(string path, DeviceLimits limits)
    {
        Content? content;
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            content = JsonSerializer.Deserialize<Content>(stream, Json);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e.Message);
        }

        if (content is null || content.Version != Version || content.Devices is null || content.Devices.Count > MaxDevices || content.Devices.Any(d => d is null))
        {
            throw Unusable(path, $"it must have the version {Version} and at most {MaxDevices} devices");
        }

        foreach (DeviceCredential device in content.Devices)
        {
            if (device.FindProblem(limits) is { } problem)
            {
                throw Unusable(path, $"device '{device.User}': {problem}");
            }
        }

        return content.Devices.GroupBy(d => d.User, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw Unusable(path, $"the user name '{twice.Key}' is there twice")
            : content.Devices;
    }

    /// <summary>Who changed which device's credential, of a credentials file.</summary>
    public static AuditFile AuditOf(string path) => AuditFile.Beside(path);

    /// <summary>Changes it.</summary>
    /// <param name="path">Where it is; its folder is made when absent.</param>
    /// <param name="limits">The hub's limits.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="change">Gives what shall be there; null: nothing else than there is.</param>
    /// <param name="who">The operator; null: whoever uses the command line.</param>
    /// <exception cref="CommandException">It cannot be read or written, or noted, or another change is being made.</exception>
    public static void Change(
        string path, DeviceLimits limits, TimeProvider clock, Func<IReadOnlyList<DeviceCredential>, IReadOnlyList<DeviceCredential>?> change, string? who = null)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using FileStream held = PrivateFile.Lock(path);
            IReadOnlyList<DeviceCredential> before = Read(path, limits);
            if (change(before) is not { } after)
            {
                return;
            }

            var content = new Content(Version, after);
            AuditedChange[] changes = [.. CredentialChanges.Between(before, content.Devices, who ?? AuditedChange.CommandLine, clock.GetUtcNow().ToUnixTimeSeconds())];
            PrivateFile.Replace(path, stream => JsonSerializer.Serialize(stream, content, Json), () => AuditOf(path).Append(changes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.InputHasErrors($"{path} cannot be changed: {e.Message} When another 'transithub device' is at work, call again.");
        }
    }

    private static CommandException Unusable(string path, string why) => CommandException.InputHasErrors(
        $"The device credentials in {path} cannot be used: {why}. Mend the file, or put back a copy of it; 'transithub device' writes it.");

    private sealed record Content(int Version, IReadOnlyList<DeviceCredential> Devices);
}
