using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using MQTTnet;
using TransitHub.Mqtt.Broker;
using TransitHub.Mqtt.Broker.Tls;
using TransitHub.Server.Commands;
using TransitHub.Server.Tests.Commands;
using TransitHub.Server.Tests.Hosting;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Docs;

/// <summary>What deploy/devices.md tells a vendor to type is typed here, against a hub with TLS and credentials.</summary>
public sealed partial class DevicesPageTests : IDisposable
{
    /// <summary>The one that has Debian's packages, where another stands before it.</summary>
    private const string DebiansPython = "/usr/bin/python3";

    private readonly TestFolder folder = new();
    private readonly TestCertificates authority;
    private readonly int port = TestPorts.Free();
    private string password = string.Empty;

    public DevicesPageTests() => this.authority = new TestCertificates(this.folder.Path);

    private static string Page { get; } = File.ReadAllText(Path.Combine(Root(), "deploy", "devices.md"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        this.authority.Dispose();
        this.folder.Dispose();
    }

    [Fact]
    public async Task Mosquitto_pub_of_the_page_publishes()
    {
        await using RunningHub hub = await this.StartAsync("bus-1");
        string line = Page.Split('\n').Single(l => l.StartsWith("mosquitto_pub ", StringComparison.Ordinal));
        (int code, string error) = await RunAsync("bash", ["-c", this.Here(line)], this.password);
        Assert.Equal((0, string.Empty), (code, error));
        await HasVehicleAsync(hub);
        (code, _) = await RunAsync("bash", ["-c", this.Here(line)], "wrong");
        Assert.NotEqual(0, code);
    }

    [Fact]
    public async Task The_CSharp_of_the_page_publishes_and_is_the_one_that_is_compiled()
    {
        await using RunningHub hub = await this.StartAsync("bus-1");
        Assert.Equal(MqttClientPublishReasonCode.Success, await DeviceExample.PublishAsync(this.authority.AuthorityFile, this.port, this.password));
        await HasVehicleAsync(hub);

        string compiled = await File.ReadAllTextAsync(Path.Combine(Root(), "tests", "TransitHub.Server.Tests", "Docs", "DeviceExample.cs"), Cancellation);
        string[] lines = [.. BlockOf("csharp").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith("Console.", StringComparison.Ordinal))
            .Select(l => l.Replace("\"hub.example.org\", 8883", "\"localhost\", port", StringComparison.Ordinal)
                .Replace("\"authority.pem\"", "authorityFile", StringComparison.Ordinal)
                .Replace("DateTimeOffset.Now.", "TimeProvider.System.GetUtcNow().", StringComparison.Ordinal))];
        Assert.All(lines, l => Assert.Contains(l, compiled, StringComparison.Ordinal));
        Assert.True(lines.Length > 15, "the page has no C#");
    }

    [Fact]
    public async Task The_Python_of_the_page_publishes_with_the_paho_that_is_installed()
    {
        string? python = await HasPythonAsync("import paho.mqtt.client") ? "python3" : await HasPythonAsync("import paho.mqtt.client", DebiansPython) ? DebiansPython : null;
        Assert.SkipWhen(python is null, "paho-mqtt is not installed: apt-get install python3-paho-mqtt");
        await using RunningHub hub = await this.StartAsync("bus-1");
        Assert.Equal((0, string.Empty), await RunAsync(python, ["-c", this.Here(BlockOf("python"))], this.password));
        await HasVehicleAsync(hub);
    }

    /// <summary>Which of the two is installed is chance; so each is stood in for by what its client insists on.</summary>
    [Theory]
    [InlineData("1.6", "class Client(Any):\n  def __init__(self, client_id='', protocol=4): assert client_id == 'bus-1'")]
    [InlineData("2", "class CallbackAPIVersion: VERSION2 = 2\nclass Client(Any):\n  def __init__(self, callback_api_version, client_id='', protocol=4): assert callback_api_version == 2 and client_id == 'bus-1'")]
    public async Task The_Python_of_the_page_makes_its_client_as_either_version_of_paho_wants_it(string version, string client)
    {
        Assert.SkipUnless(await HasPythonAsync("pass"), "python3 is not installed");
        string package = Path.Combine(this.folder.Path, "paho", "mqtt");
        Directory.CreateDirectory(package);
        await File.WriteAllTextAsync(Path.Combine(package, "client.py"), "MQTTv5 = 5\nclass Any:\n  def __getattr__(self, name): return lambda *a, **k: self\n" + client + "\n", Cancellation);
        string script = $"import sys; sys.path.insert(0, '{this.folder.Path}')\n" + this.Here(BlockOf("python"));
        (int code, string error) = await RunAsync("python3", ["-c", script], "x");
        Assert.True(code == 0, $"paho {version}: {error}");
    }

    [Fact]
    public async Task The_bridge_of_the_page_brings_a_cameras_counts_from_HTTP()
    {
        Assert.SkipUnless(await HasPythonAsync("pass"), "python3 is not installed");
        await using RunningHub hub = await this.StartAsync("cameras", "--gateway", "--kinds", "count");
        int http = TestPorts.Free();
        string script = this.Here(PythonBlocks()[1]).Replace("8090", http.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        using Process bridge = Start("python3", ["-c", script], this.password);
        try
        {
            using HttpClient camera = new();
            long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            string body = $$"""{"channel": "gate-1", "class": "person", "direction": "in", "from": {{now - 60}}, "to": {{now}}, "count": 14}""";
            await RunningHub.UntilAsync("the bridge took the counts", async () => await PostAsync(camera, http, body) == HttpStatusCode.NoContent);
            await RunningHub.UntilAsync("the camera is known", async () => (await hub.Http.GetStringAsync(new Uri("/v1/devices?feed=city", UriKind.Relative), Cancellation)).Contains("cam-7", StringComparison.Ordinal));
        }
        finally
        {
            bridge.Kill();
            await bridge.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public void The_commands_of_the_page_are_those_of_the_executable()
    {
        string[] lines = [.. Page.Split('\n').Where(l => l.StartsWith("transithub ", StringComparison.Ordinal)).Select(l => l["transithub ".Length..])];
        Assert.True(lines.Length >= 5, "the page has no commands");
        Assert.All(lines, l => Assert.Empty(TransitHubCommandLine.Create().Parse(l).Errors));
    }

    private static async Task<HttpStatusCode?> PostAsync(HttpClient camera, int http, string body)
    {
        try
        {
            using StringContent content = new(body);
            using HttpResponseMessage answer = await camera.PostAsync(new Uri($"http://127.0.0.1:{http}/counts/cam-7"), content, Cancellation);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static Task HasVehicleAsync(RunningHub hub) => RunningHub.UntilAsync(
        "the vehicle is there", async () => (await hub.Http.GetStringAsync(new Uri("/v1/vehicles?feed=city", UriKind.Relative), Cancellation)).Contains("bus-1", StringComparison.Ordinal));

    private static string BlockOf(string language) => Blocks().First(m => m.Groups[1].Value == language).Groups[2].Value;

    private static string[] PythonBlocks() => [.. Blocks().Where(m => m.Groups[1].Value == "python").Select(m => m.Groups[2].Value)];

    private static MatchCollection Blocks() => Fences().Matches(Page);

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    private static async Task<bool> HasPythonAsync(string statement, string python = "python3")
    {
        try
        {
            using Process process = Start(python, ["-c", statement], string.Empty);
            await process.WaitForExitAsync(Cancellation);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string program, string[] arguments, string password)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        start.Environment["PASSWORD"] = password;
        return Process.Start(start)!;
    }

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    private string Here(string text) => text
        .Replace("hub.example.org", "localhost", StringComparison.Ordinal)
        .Replace("8883", this.port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("authority.pem", this.authority.AuthorityFile, StringComparison.Ordinal);

    private static async Task<(int Code, string Error)> RunAsync(string program, string[] arguments, string password)
    {
        using Process process = Start(program, arguments, password);
        string error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, error);
    }

    /// <summary>Starts a hub that knows the device: from the first credential on a wrong password is wrong.</summary>
    private async Task<RunningHub> StartAsync(string device, params string[] more)
    {
        string file = Path.Combine(this.folder.Path, "devices.json");
        string config = this.folder.File("hub.json", $$"""{ "DeviceAccess": { "File": "{{file}}" } }""");
        CommandRun run = await CommandRun.Of(["device", "add", device, "--feed", "city", "--json", "--config", config, .. more]);
        this.password = JsonDocument.Parse(run.Output).RootElement.GetProperty("password").GetString()!;
        (string certificate, string key) = this.authority.Server("broker");
        return await RunningHub.StartAsync(options =>
        {
            options.DeviceAccess.File = file;
            options.MqttTlsListen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{this.port}");
            options.Broker = new EmbeddedBrokerOptions { Tls = new BrokerTlsOptions { Certificate = certificate, Key = key } };
        });
    }
}
