using TransitHub.Core.Fusion.Loads;
using TransitHub.Server.Commands;
using TransitHub.Server.Options;

namespace TransitHub.Server.Tests.Options;

public class HubSettingsTests
{
    [Fact]
    public void Has_one_feed_named_default_when_none_is_given()
    {
        Assert.Equal("default", Assert.Single(Read([]).Feeds).Id);
    }

    [Fact]
    public void Pairs_each_gtfs_with_the_feed_before_it()
    {
        HubOptions options = Read(["--feed", "a", "--feed", "b", "--gtfs", "b.zip", "--feed=c", "--gtfs=c.zip"]);

        Assert.Equal([("a", null), ("b", "b.zip"), ("c", "c.zip")], options.Feeds.Select(f => (f.Id, f.Gtfs)));
    }

    [Fact]
    public void Pairs_each_devices_file_with_the_feed_before_it()
    {
        HubOptions options = Read(["--feed", "a", "--gtfs", "a.zip", "--devices", "a.yaml", "--feed", "b", "--feed", "c", "--devices=c.yaml"]);

        Assert.Equal([("a", "a.yaml"), ("b", null), ("c", "c.yaml")], options.Feeds.Select(f => (f.Id, f.Devices)));
    }

    [Theory]
    [InlineData("--devices x.yaml", "--feed ID --devices x.yaml")]
    [InlineData("--feed a --devices x.yaml --devices y.yaml", "y.yaml")]
    [InlineData("--gtfs x.zip", "--feed")]
    [InlineData("--feed a --gtfs x.zip --gtfs y.zip", "y.zip")]
    [InlineData("--feed a/b", "a/b")]
    [InlineData("--feed a --feed a", "twice")]
    [InlineData("--redis http://127.0.0.1:6379", "Redis:Address")]
    [InlineData("--roles ingest", "--redis")]
    [InlineData("--roles ingest,cook --redis 127.0.0.1:6379", "'cook'")]
    [InlineData("--roles , --redis 127.0.0.1:6379", "--roles")]
    [InlineData("--mqtt http://x", "--mqtt")]
    [InlineData("--mqtt mqtt://x --mqtt-listen 127.0.0.1:1", "--mqtt-listen")]
    [InlineData("--config nowhere.json", "nowhere.json")]
    [InlineData("--log-format xml", "use text or json")]
    [InlineData("--model m --no-model", "--no-model")]
    public void Refuses_wrong_use_and_names_it(string arguments, string named)
    {
        CommandException refusal = Assert.Throws<CommandException>(() => Read(arguments.Split(' ')));

        Assert.Equal(ExitCode.WrongUse, refusal.ExitCode);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Tiers": [{ "Name": "a" }, { "Name": "a" }] }""", "'a' is given twice")]
    [InlineData("""{ "Anonymous": "guest" }""", "there are none")]
    [InlineData("""{ "Tiers": [{ "Name": "a" }], "Anonymous": "guest" }""", "none of Tiers: a")]
    [InlineData("""{ "Proxies": ["proxy.example"] }""", "'proxy.example' is no IP address")]
    [InlineData("""{ "Tiers": [{ "Name": "a", "RequestsPerMinute": 0 }] }""", "Security:Readers:Tiers:0:RequestsPerMinute")]
    [InlineData("""{ "Tiers": [{ "Name": "" }] }""", "Security:Readers:Tiers:0:Name")]
    public void Refuses_what_readers_cannot_be_given(string readers, string named)
    {
        using var folder = new TestFolder();
        CommandException refusal = Assert.Throws<CommandException>(() => Read(["--config", folder.File("hub.json", $$"""{ "Security": { "Readers": {{readers}} } }""")]));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_all_roles_for_what_it_is()
    {
        Assert.NotNull(Read(["--roles", "serve,ingest,fusion"]));
    }

    [Fact]
    public void Takes_some_roles_over_Redis()
    {
        HubOptions options = Read(["--redis", "10.0.0.1:6379,10.0.0.2:6379", "--roles", "ingest"]);

        Assert.Equal("10.0.0.1:6379,10.0.0.2:6379", options.Redis?.Address);
        Assert.Equal("ingest", options.Roles);
    }

    [Fact]
    public void Reads_the_file_below_the_command_line()
    {
        using var folder = new TestFolder();
        string file = folder.File("hub.json", """
            { "Http": "127.0.0.1:1", "Grpc": "127.0.0.1:2", "Watch": { "HeartbeatSeconds": 3 }, "Fusion": { "Gate": { "MaxDevices": 7 } },
              "Feeds": [ { "Id": "x", "Gtfs": "x.zip" } ] }
            """);

        HubOptions options = Read(["--config", file, "--http", "127.0.0.1:9"]);

        Assert.Equal("127.0.0.1:9", options.Http);
        Assert.Equal("127.0.0.1:2", options.Grpc);
        Assert.Equal(3, options.Watch.HeartbeatSeconds);
        Assert.Equal(7, options.Fusion.Gate.MaxDevices);
        Assert.Equal("x.zip", Assert.Single(options.Feeds).Gtfs);
    }

    [Theory]
    [InlineData("""{ "Telemetry": { "OtlpEndpoint": "collector:4317" } }""", "Telemetry:OtlpEndpoint")]
    [InlineData("""{ "Telemetry": { "TraceShare": 2 } }""", "Telemetry:TraceShare")]
    [InlineData("""{ "Telemetry": { "MaxTracesPerSecond": 0 } }""", "Telemetry:MaxTracesPerSecond")]
    public void Refuses_settings_of_traces_that_cannot_be(string json, string named)
    {
        using var folder = new TestFolder();

        CommandException refused = Assert.Throws<CommandException>(() => Read(["--config", folder.File("hub.json", json)]));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_room_in_vehicles_is_told_by_line()
    {
        using var folder = new TestFolder();
        string file = folder.File("hub.json", """
            { "Fusion": { "Fusion": { "Load": { "Rooms": { "*": { "Seats": 30, "Riders": 80 }, "ferry": { "Seats": 60, "Riders": 120 } } } } } }
            """);

        IReadOnlyDictionary<string, VehicleRoom> rooms = Read(["--config", file]).Fusion.Fusion.Load.Rooms;

        Assert.Equal(new VehicleRoom(30, 80), rooms["*"]);
        Assert.Equal(new VehicleRoom(60, 120), rooms["ferry"]);
    }

    [Theory]
    [InlineData("", "hub", "own")]
    [InlineData("--model told", "told", null)]
    [InlineData("--no-model", "", null)]
    public void The_command_line_names_the_model_of_all_feeds(string arguments, string hub, string? feed)
    {
        using var folder = new TestFolder();
        string file = folder.File("hub.json", """{ "Model": "hub", "Feeds": [ { "Id": "x", "Model": "own" } ] }""");

        HubOptions options = Read(["--config", file, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((hub, feed), (options.Model, options.Feeds[0].Model));
    }

    [Theory]
    [InlineData("", "hub", "own")]
    [InlineData("--load-model told", "told", null)]
    [InlineData("--no-model", "", null)]
    public void The_command_line_names_the_model_of_loads_of_all_feeds(string arguments, string hub, string? feed)
    {
        using var folder = new TestFolder();
        string file = folder.File("hub.json", """{ "LoadModel": "hub", "Feeds": [ { "Id": "x", "LoadModel": "own" } ] }""");

        HubOptions options = Read(["--config", file, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((hub, feed), (options.LoadModel, options.Feeds[0].LoadModel));
    }

    [Theory]
    [InlineData("""{ "Shards": { "LeaseSeconds": 0.5 } }""", "Shards: LeaseSeconds must be 1 to 60 seconds")]
    [InlineData("""{ "Watch": { "HeartbeatSeconds": 0 } }""", "Watch:HeartbeatSeconds is 0; it must be between 1 and 300")]
    [InlineData("""{ "Watch": { "Heartbeat": 1 } }""", "Watch:Heartbeat")]
    [InlineData("""{ "Watch": { "HeartbeatSeconds": "soon" } }""", "Watch:HeartbeatSeconds")]
    [InlineData("""{ "Htp": "x" }""", "Htp")]
    [InlineData("""{ "Realtime": { "RefreshSeconds": 90 } }""", "RefreshSeconds")]
    [InlineData("""{ "Realtime": { "ValidateSeconds": 3601 } }""", "ValidateSeconds must be 0 to 3600")]
    [InlineData("""{ "Fusion": { "Loop": { "QueuedBatches": 0 } } }""", "QueuedBatches")]
    [InlineData("""{ "Fusion": { "Fusion": { "Load": { "Rooms": { "1": { "Seats": 90, "Riders": 80 } } } } } }""", "Rooms:1 must have")]
    [InlineData("""{ "Log": { "SegmentBytes": 1 } }""", "SegmentBytes")]
    [InlineData("""{ "Broker": { "MaxConnections": 0 } }""", "MaxConnections")]
    [InlineData("""{ "Feeds": [ { "Gtfs": "x.zip" } ] }""", "Feeds:0:Id")]
    [InlineData("""{ "HfpFeed": "y" }""", "HfpFeed")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example", "OpenId": [ { "Name": "Corp!", "Authority": "https://id.example", "ClientId": "hub", "Roles": { "Admin": [ "a" ] } } ] } }""", "Security:OpenId: 'Corp!': Name must have")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example", "OpenId": [ { "Name": "corp", "Authority": "http://id.example", "ClientId": "hub", "Roles": { "Admin": [ "a" ] } } ] } }""", "Security:OpenId: 'corp': Authority")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example", "OpenId": [ { "Name": "corp", "Authority": "https://me:pw@id.example", "ClientId": "hub", "Roles": { "Admin": [ "a" ] } } ] } }""", "Security:OpenId: 'corp': Authority")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example", "OpenId": [ { "Name": "corp", "Authority": "https://id.example", "ClientSecretFile": "/none/here", "ClientId": "hub", "Roles": { "Admin": [ "a" ] } } ] } }""", "Security:OpenId: 'corp': ClientSecretFile /none/here")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example", "OpenId": [ { "Name": "corp", "Authority": "https://id.example", "ClientId": "hub", "RecheckMinutes": 0, "Roles": { "Admin": [ "a" ] } } ] } }""", "Security:OpenId:0:RecheckMinutes is 0")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example", "OpenId": [ { "Name": "corp", "Authority": "https://id.example", "ClientId": "", "Roles": { "Admin": [ "a" ] } } ] } }""", "Security:OpenId:0:ClientId")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example", "OpenId": [ { "Name": "corp", "Authority": "https://id.example", "ClientId": "hub", "Roles": { "Admin": [ "a" ] }, "Scopes": "profile" } ] } }""", "Security:OpenId: 'corp': Scopes")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example", "OpenId": [ { "Name": "corp", "Authority": "https://id.example", "ClientId": "hub", "Roles": { "Admin": [  ] } } ] } }""", "Security:OpenId: 'corp': Roles must say")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example", "OpenId": [ { "Name": "corp", "Authority": "https://id.example", "ClientId": "hub", "Roles": { "Admin": [ " " ] } } ] } }""", "Security:OpenId: 'corp': Roles must say")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example", "OpenId": [ { "Name": "corp", "Authority": "https://id.example", "ClientId": "hub", "Roles": { "Boss": [ "a" ] } } ] } }""", "Security:OpenId:0:Roles:Boss")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example", "OpenId": [ { "Name": "corp", "Authority": "https://id.example", "ClientId": "hub", "Roles": { "Admin": [ "a" ] } }, { "Name": "corp", "Authority": "https://id.example", "ClientId": "hub", "Roles": { "Admin": [ "a" ] } } ] } }""", "Security:OpenId: 'corp' is given twice")]
    [InlineData("""{ "Security": { "OpenId": [ { "Name": "corp", "Authority": "https://id.example", "ClientId": "hub", "Roles": { "Admin": [ "a" ] } } ] } }""", "Security:OpenId needs Security:PublicAddress")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example", "Operators": [ { "Name": "noi@corp", "PasswordHash": "x" } ], "OpenId": [ { "Name": "corp", "Authority": "https://id.example", "ClientId": "hub", "Roles": { "Admin": [ "a" ] } } ] } }""", "Security:Operators: 'noi@corp' is how")]
    [InlineData("""{ "Security": { "PublicAddress": "http://hub.example" } }""", "Security:PublicAddress is")]
    [InlineData("""{ "Security": { "PublicAddress": "https://hub.example/console" } }""", "Security:PublicAddress is")]
    [InlineData("""{ "Security": { "SignIn": { "SessionHours": 0 } } }""", "Security:SignIn:SessionHours is 0")]
    [InlineData("""{ "Security": { "SignIn": { "FreeFailures": 0 } } }""", "Security:SignIn:FreeFailures is 0")]
    [InlineData("""{ "Security": { "SignIn": { "MaxBackoffSeconds": 0 } } }""", "Security:SignIn:MaxBackoffSeconds is 0")]
    [InlineData("""{ "Security": { "SignIn": { "MaxWaiting": 0 } } }""", "Security:SignIn:MaxWaiting is 0")]
    [InlineData("""{ "Security": { "Operators": [ { "Name": "noi", "PasswordHash": "plain" } ] } }""", "Security:Operators: 'noi'")]
    [InlineData("""{ "Security": { "Operators": [ { "Name": "noi", "PasswordHash": "x", "Role": "boss" } ] } }""", "Security:Operators:0:Role")]
    [InlineData("""{ "Security": { "Operators": [ { "Name": "noi", "PasswordHash": "x", "Role": 7 } ] } }""", "Security:Operators:0:Role")]
    [InlineData("""{ "Security": { "Readers": { "Tiers": [ { "Name": "a", "Burst": "many" } ] } } }""", "Security:Readers:Tiers:0:Burst")]
    [InlineData("""{ "Alerts": { "LateShare": 1.5 } }""", "Alerts: LateShare must be above 0 to 1")]
    [InlineData("""{ "Alerts": { "Delays": "Shout" } }""", "Alerts:Delays")]
    [InlineData("""{ "Security": { "MqttUsers": [ { "Name": "bus", "PasswordHash": "plain" } ] } }""", "hash-password")]
    [InlineData("""{ "DeviceAccess": { "ReloadSeconds": 0 } }""", "DeviceAccess:ReloadSeconds")]
    [InlineData("""{ "DeviceAccess": { "MaxWaitingLogins": 0 } }""", "DeviceAccess:MaxWaitingLogins")]
    [InlineData("""{ "DeviceAccess": { "FreeFailures": 0 } }""", "DeviceAccess:FreeFailures")]
    [InlineData("""{ "DeviceAccess": { "MaxBackoffSeconds": 0 } }""", "DeviceAccess:MaxBackoffSeconds")]
    [InlineData("""{ "DeviceAccess": { "Limits": { "MessageBurst": 0 } } }""", "DeviceAccess:Limits:MessageBurst is 0")]
    [InlineData("""{ "DeviceAccess": { "Limits": { "Burst": 1 } } }""", "DeviceAccess:Limits:Burst")]
    [InlineData("""{ "MqttTlsListen": "127.0.0.1:8883", "Broker": { "Tls": { "Certificate": "a", "Key": "b", "ReloadSeconds": 0 } } }""", "Tls:ReloadSeconds is 0")]
    [InlineData("""{ "Mqtt": "mqtt://a", "BrokerClient": { "Authorities": "a" } }""", "mqtts")]
    [InlineData("""{ "Mqtt": "mqtts://a", "BrokerClient": { "Certificate": "a" } }""", "BrokerClient:Key")]
    [InlineData("""{ "Http": """, "hub.json")]
    public void Refuses_a_wrong_setting_and_names_it(string json, string named)
    {
        using var folder = new TestFolder();
        string file = folder.File("hub.json", json);

        CommandException refusal = Assert.Throws<CommandException>(() => Read(["--config", file]));

        Assert.Equal(ExitCode.WrongUse, refusal.ExitCode);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_former_setting_does_not_keep_the_hub_from_starting_and_the_new_one_is_named()
    {
        using var folder = new TestFolder();
        string file = folder.File("hub.json", """{ "Fusion": { "Fusion": { "Cameras": { "maxWaiting": 2000, "GateSeconds": 500 } } } }""");

        HubOptions options = Read(["--config", file]);

        Assert.Contains("Fusion:Fusion:Cameras:MaxWaitingPerLine", Assert.Single(options.Notices), StringComparison.Ordinal);
        Assert.Equal((40, 500.0), (options.Fusion.Fusion.Cameras.MaxWaitingPerLine, options.Fusion.Fusion.Cameras.GateSeconds));
    }

    [Theory]
    [InlineData("""{ "Log": { "RetainHours": 28.9 } }""", true)]
    [InlineData("""{ "Log": { "RetainHours": 29 } }""", false)]
    [InlineData("""{ "Log": { "RetainHours": 12 }, "Archive": { "Enabled": false } }""", false)]
    [InlineData("""{ "Log": { "RetainHours": 29 }, "Archive": { "AfterHours": 4 } }""", true)]
    public void Says_that_the_log_forgets_a_day_before_it_is_archived(string settings, bool isTold)
    {
        using var folder = new TestFolder();

        HubOptions options = Read(["--config", folder.File("hub.json", settings)]);

        Assert.Equal(isTold ? 1 : 0, options.Notices.Count);
        Assert.All(options.Notices, n => Assert.Contains("Log:RetainHours", n, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_a_setting_of_the_archive_that_is_out_of_range()
    {
        using var folder = new TestFolder();

        CommandException refusal = Assert.Throws<CommandException>(() => Read(["--config", folder.File("hub.json", """{ "Archive": { "KeepDays": 0 } }""")]));

        Assert.Equal("Archive: KeepDays must be 1 to 36500 days.", refusal.Message);
    }

    [Fact]
    public void Of_settings_as_they_are_there_is_nothing_to_say()
    {
        using var folder = new TestFolder();
        string file = folder.File("hub.json", """{ "Fusion": { "Fusion": { "Cameras": { "MaxWaitingPerLine": 50 } } } }""");

        Assert.Empty(Read(["--config", file]).Notices);
    }

    [Fact]
    public void A_former_setting_elsewhere_is_unknown_like_any_other()
    {
        using var folder = new TestFolder();
        string file = folder.File("hub.json", """{ "Fusion": { "Fusion": { "MaxWaiting": 2000 } } }""");

        Assert.Contains("no setting 'Fusion:Fusion:MaxWaiting'", Assert.Throws<CommandException>(() => Read(["--config", file])).Message, StringComparison.Ordinal);
    }

    private static HubOptions Read(string[] arguments) =>
        ServeCommand.ReadOptions(TransitHubCommandLine.Create().Parse(["serve", .. arguments]));
}
