using TransitHub.Server.Options;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Security;

/// <summary>
/// Secure by default: an address that other machines reach needs credentials, or the operator's word that
/// everyone may read. Nothing is opened by an oversight.
/// </summary>
internal static class ExposureCheck
{
    /// <summary>One line for each address that cannot be read or may not be listened on, saying what to configure.</summary>
    public static IEnumerable<string> Find(HubOptions options)
    {
        foreach ((string option, string setting, string text) in new[] { ("--http", "Http", options.Http), ("--grpc", "Grpc", options.Grpc) })
        {
            if (!ListenAddress.TryParse(text, out ListenAddress address))
            {
                yield return Unreadable(option, setting, text);
            }
            else if (!address.IsLoopback && !options.Security.OpenReaders && options.Security.Readers.Tiers.Count == 0)
            {
                yield return $"{option} {text} (setting {setting}) can be reached from other machines, and readers need no credentials. "
                    + "Listen on 127.0.0.1 behind a proxy, give readers tiers and keys (Security:Readers), or say that anyone may read: Security:OpenReaders = true in the --config file, "
                    + $"or {HubSettings.EnvironmentPrefix}SECURITY__OPENREADERS=true.";
            }
        }

        if (options.Mqtt is not null)
        {
            yield break;
        }

        (string Option, string Setting, string Text)[] brokers = options.MqttTlsListen is { } encrypted
            ? [("--mqtt-listen", "MqttListen", options.MqttListen), ("--mqtts-listen", "MqttTlsListen", encrypted)]
            : [("--mqtt-listen", "MqttListen", options.MqttListen)];
        foreach ((string option, string setting, string text) in brokers)
        {
            if (!ListenAddress.TryParse(text, out ListenAddress mqtt))
            {
                yield return Unreadable(option, setting, text);
            }
            else if (!mqtt.IsLoopback && FindOpenDoor(options) is { } door)
            {
                yield return $"{option} {text} (setting {setting}) can be reached from other machines, and {door}";
            }
            else if (!mqtt.IsLoopback && text == options.MqttListen && !options.Security.UnencryptedDevices)
            {
                yield return $"{option} {text} (setting {setting}) can be reached from other machines without TLS: passwords and positions would go over the network as they are. "
                    + "Give devices mqtts (--mqtts-listen, Broker:Tls) and listen here on 127.0.0.1 only, or say that it may be so: Security:UnencryptedDevices = true in the --config file, "
                    + $"or {HubSettings.EnvironmentPrefix}SECURITY__UNENCRYPTEDDEVICES=true.";
            }
        }
    }

    /// <summary>What whoever starts the hub should know of what is open, one line each.</summary>
    public static IEnumerable<string> FindOpen(HubOptions options)
    {
        if (options.Mqtt is null && ListenAddress.TryParse(options.MqttListen, out ListenAddress mqtt) && !mqtt.IsLoopback)
        {
            yield return $"--mqtt-listen {options.MqttListen}: passwords and positions go over the network as they are. Give devices mqtts (--mqtts-listen, Broker:Tls), and listen here on 127.0.0.1 only.";
        }
    }

    /// <summary>Who may publish to the embedded broker, in words.</summary>
    public static string DescribePublishers(HubOptions options) =>
        options.Security.AnonymousDevices ?? !HasPublishers(options) ? "open to whoever is on this machine" : "devices with credentials";

    private static string? FindOpenDoor(HubOptions options) =>
        options.Security.AnonymousDevices == true
            ? "devices need no credentials there: Security:AnonymousDevices = true is for 127.0.0.1 alone. Set it to false, or listen on 127.0.0.1."
        : HasPublishers(options) ? null
        : "no device needs a password. Listen on 127.0.0.1, or give devices credentials: 'transithub device add ID --feed FEED --data DIR' for each, "
            + "or Security:MqttUsers = [{ \"Name\": ..., \"PasswordHash\": ... }] in the --config file, each hash made by 'transithub hash-password'.";

    private static bool HasPublishers(HubOptions options) =>
        options.Security.MqttUsers.Count > 0 || DeviceCredentialFile.Read(options.DeviceAccess.PathIn(options.Data), options.DeviceAccess.Limits).Count > 0;

    private static string Unreadable(string option, string setting, string text) =>
        $"{option} '{text}' (setting {setting}) is no address to listen on: give ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080.";
}
