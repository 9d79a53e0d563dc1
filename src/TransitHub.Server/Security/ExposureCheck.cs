using TransitHub.Server.Options;

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
            else if (!address.IsLoopback && !options.Security.OpenReaders)
            {
                yield return $"{option} {text} (setting {setting}) can be reached from other machines, and readers need no credentials. "
                    + "Listen on 127.0.0.1 behind a proxy, or say that anyone may read: Security:OpenReaders = true in the --config file, "
                    + $"or {HubSettings.EnvironmentPrefix}SECURITY__OPENREADERS=true.";
            }
        }

        if (options.Mqtt is not null)
        {
            yield break;
        }

        if (!ListenAddress.TryParse(options.MqttListen, out ListenAddress mqtt))
        {
            yield return Unreadable("--mqtt-listen", "MqttListen", options.MqttListen);
        }
        else if (!mqtt.IsLoopback && options.Security.MqttUsers.Count == 0)
        {
            yield return $"--mqtt-listen {options.MqttListen} (setting MqttListen) can be reached from other machines, and no device needs a password. "
                + "Listen on 127.0.0.1, or configure devices: Security:MqttUsers = [{ \"Name\": ..., \"PasswordHash\": ... }] in the --config file, "
                + "each hash made by 'transithub hash-password'.";
        }
    }

    private static string Unreadable(string option, string setting, string text) =>
        $"{option} '{text}' (setting {setting}) is no address to listen on: give ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080.";
}
