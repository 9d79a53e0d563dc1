using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Mqtt.Client;
using TransitHub.Server.Commands;
using TransitHub.Server.Hosting;
using TransitHub.Server.Roles;
using TransitHub.Server.Security;

namespace TransitHub.Server.Options;

/// <summary>Reads the settings from their four sources and refuses what cannot be, naming the setting.</summary>
internal static class HubSettings
{
    /// <summary>The prefix of environment variables.</summary>
    public const string EnvironmentPrefix = "TRANSITHUB__";

    /// <summary>How much longer than it takes to archive a day its records should be in the log, hours: a summer day has 25, and work takes time.</summary>
    private const double MarginHours = 2;

    /// <summary>Reads and checks.</summary>
    /// <param name="configFile">JSON file of <c>--config</c>; null: none.</param>
    /// <param name="commandLine">Settings given on the command line, by path.</param>
    /// <param name="feeds">Feeds given on the command line; when there are any, they replace the configured ones.</param>
    /// <exception cref="CommandException">Something is wrong; the message names it.</exception>
    public static HubOptions Read(string? configFile, IReadOnlyDictionary<string, string?> commandLine, IReadOnlyList<FeedSettings> feeds)
    {
        HubOptions options = Bind(Combine(configFile, commandLine));
        if (feeds.Count > 0)
        {
            options.Feeds = [.. feeds];
        }

        if (options.Feeds.Count == 0)
        {
            options.Feeds.Add(new FeedSettings { Id = "default" });
        }

        string[] problems = 
        [
            .. SettingCheck.FindInvalid(options),
            .. options.Fusion.Check().Select(wrong => "Fusion: " + wrong),
            .. options.Broker.Check().Select(wrong => "Broker: " + wrong),
            .. options.DeviceAccess.Limits.Check().Select(wrong => "DeviceAccess:Limits:" + wrong),
            .. options.Log.Check().Select(wrong => "Log: " + wrong),
            .. options.Shards.Check().Select(wrong => "Shards: " + wrong),
            .. options.Archive.Check().Select(wrong => "Archive: " + wrong),
            .. options.Realtime.Check().Select(wrong => "Realtime: " + wrong),
            .. options.Alerts.Check().Select(wrong => "Alerts: " + wrong),
            .. options.Redis?.Check() ?? [],
            .. options.Security.Readers.Check().Select(wrong => "Security:Readers: " + wrong),
            .. FindContradictions(options),
            .. FindBrokerContradictions(options),
            .. UpstreamCheck.Find(options),
            .. SignInCheck.Find(options.Security),
            .. ExposureCheck.Find(options),
        ];
        return problems.Length == 0 ? options : throw CommandException.WrongUse(string.Join(Environment.NewLine, problems));
    }

    /// <summary>Reads the settings without holding them against one another: for commands that work on files of a hub, which may not be complete yet.</summary>
    /// <exception cref="CommandException">A setting is unknown or cannot be read.</exception>
    public static HubOptions ReadUnchecked(string? configFile, IReadOnlyDictionary<string, string?> commandLine) => Bind(Combine(configFile, commandLine));

    /// <summary>Settings of the command line: one that was not given overrides nothing.</summary>
    /// <param name="path">The setting.</param>
    /// <param name="value">What was given; null: nothing.</param>
    public static Dictionary<string, string?> Override(string path, string? value)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        if (value is not null)
        {
            settings[path] = value;
        }

        return settings;
    }

    private static IConfiguration Combine(string? configFile, IReadOnlyDictionary<string, string?> commandLine)
    {
        var builder = new ConfigurationBuilder();
        if (configFile is not null)
        {
            if (!File.Exists(configFile))
            {
                throw CommandException.WrongUse($"--config {configFile}: there is no such file.");
            }

            builder.AddJsonFile(Path.GetFullPath(configFile), optional: false);
        }

        builder.AddEnvironmentVariables(EnvironmentPrefix);
        builder.AddInMemoryCollection(commandLine);
        try
        {
            return builder.Build();
        }
        catch (InvalidDataException exception)
        {
            throw CommandException.WrongUse($"--config {configFile}: {exception.InnerException?.Message ?? exception.Message}");
        }
    }

    private static HubOptions Bind(IConfiguration configuration)
    {
        string[] unknown = [.. SettingCheck.FindUnknown(configuration, typeof(HubOptions))];
        if (unknown.Length > 0)
        {
            throw CommandException.WrongUse(string.Join(Environment.NewLine, unknown));
        }

        try
        {
            HubOptions options = configuration.Get<HubOptions>() ?? new HubOptions();
            options.Notices = [.. FormerSettings.FindGiven(configuration), .. FindShortLog(options), .. ExposureCheck.FindOpen(options)];
            return options;
        }
        catch (InvalidOperationException exception)
        {
            // The binder's message names the path and the value.
            throw CommandException.WrongUse(exception.Message);
        }
    }

    private static IEnumerable<string> FindShortLog(HubOptions options)
    {
        double needed = 24 + options.Archive.AfterHours + MarginHours;
        if (options.Archive.Enabled && options.Log.RetainHours < needed)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"The log is kept for {options.Log.RetainHours} hours, and a day is archived {options.Archive.AfterHours} hours after its end: its first hours may be gone by then. Set Log:RetainHours to {needed} or more, or Archive:Enabled to false.");
        }
    }

    private static IEnumerable<string> FindBrokerContradictions(HubOptions options)
    {
        if ((options.MqttTlsListen is null) != (options.Broker.Tls is null))
        {
            yield return "TLS of the embedded broker needs both an address, --mqtts-listen ADDRESS:PORT (setting MqttTlsListen), and a certificate, Broker:Tls:Certificate and Broker:Tls:Key.";
        }

        if (options.Mqtt is not null && !BrokerUrl.TryParse(options.Mqtt, out _, out string? problem))
        {
            yield return $"--mqtt (setting Mqtt): {problem}";
        }
        else if (options.Mqtt is not null && BrokerUrl.TryParse(options.Mqtt, out BrokerUrl? broker, out _))
        {
            BrokerClientOptions client = options.BrokerClient;
            if ((client.Certificate is null) != (client.Key is null) || ((client.Authorities ?? client.Certificate) is not null && !broker.UseTls))
            {
                yield return "BrokerClient:Certificate and BrokerClient:Key go together, and with BrokerClient:Authorities they are for TLS: --mqtt mqtts://...";
            }
        }
    }

    private static IEnumerable<string> FindContradictions(HubOptions options)
    {
        foreach (FeedSettings feed in options.Feeds.Where(f => f.Id.Length > 0 && !FeedId.TryParse(f.Id, out _)))
        {
            yield return $"'{feed.Id}' is no feed id (--feed, setting Feeds): use 1 to {FeedId.MaxLength} of a-z A-Z 0-9 . _ -, not starting with a dot.";
        }

        for (int i = 0; i < options.Feeds.Count; i++)
        {
            foreach (string wrong in options.Feeds[i].Deliveries.SelectMany((d, n) => d.Check(string.Create(CultureInfo.InvariantCulture, $"Feeds:{i}:Deliveries:{n}"))))
            {
                yield return wrong;
            }
        }

        foreach (IGrouping<string, FeedSettings> same in options.Feeds.GroupBy(f => f.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return $"The feed '{same.Key}' is given twice (--feed, setting Feeds).";
        }

        if (options.HfpFeed is not null && options.Feeds.TrueForAll(f => f.Id != options.HfpFeed))
        {
            yield return $"HfpFeed is '{options.HfpFeed}', which is none of the feeds: {string.Join(", ", options.Feeds.Select(f => f.Id))}.";
        }

        if (RoleNames.Parse(options.Roles).Count < RoleNames.All.Split(',').Length && options.Redis is null)
        {
            yield return $"--roles {options.Roles} (setting Roles): fewer than all roles need a Redis that the processes share: give --redis HOST:PORT, or leave --roles out.";
        }

        if (options.Logging.Format is not (LoggingOptions.Text or LoggingOptions.Json))
        {
            yield return $"--log-format (setting Logging:Format) is '{options.Logging.Format}': use {LoggingOptions.Text} or {LoggingOptions.Json}.";
        }

        if (TelemetryExport.FindProblem(options.Telemetry.OtlpEndpoint) is { } wrongEndpoint)
        {
            yield return wrongEndpoint;
        }

        foreach (NamedUser user in options.Security.MqttUsers.Where(u => u.PasswordHash.Length > 0 && !PasswordHash.IsWellFormed(u.PasswordHash)))
        {
            yield return $"Security:MqttUsers: the PasswordHash of '{user.Name}' is not what 'transithub hash-password' prints.";
        }
    }
}
