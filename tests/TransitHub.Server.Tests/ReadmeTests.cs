using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Net.Client;
using TransitHub.Protocol.V1;
using TransitHub.Server.Commands;
using TransitHub.Server.Tests.Processes;
using TransitHub.Testing;

namespace TransitHub.Server.Tests;

/// <summary>What the README tells a newcomer to type is typed here.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private const string ProgramCall = "dotnet run -c Release --project src/TransitHub.Server -- ";

    private readonly TestFolder folder = new();

    public static TheoryData<string> Commands =>
        [.. Readme.Split('\n').Where(l => l.StartsWith(ProgramCall, StringComparison.Ordinal)).Select(l => l[ProgramCall.Length..])];

    public static TheoryData<string> Pages => ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "src/README.md", "models/README.md", "deploy/devices.md", "deploy/console.md"];

    private static string Readme { get; } = Read("README.md");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task The_first_position_comes_out_of_the_feed()
    {
        await using ServeProcess serve = await ServeProcess.StartAsync(Path.Combine(this.folder.Path, "data"));
        string[] lines = [.. Readme.Split('\n').Where(l => l.StartsWith("mosquitto_pub ", StringComparison.Ordinal) || l.StartsWith("curl ", StringComparison.Ordinal))];
        Assert.Equal(2, lines.Length);

        await BashAsync(lines[0] + string.Create(CultureInfo.InvariantCulture, $" -p {serve.MqttPort}"));
        string ask = lines[1].Replace("http://127.0.0.1:8080/", serve.Http.ToString(), StringComparison.Ordinal);
        string answer = await BashAsync($"for i in $(seq 600); do {ask} -s | tee answer | grep -q bus-1 && break; sleep 0.1; done; cat answer");

        Assert.Contains("bus-1", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ten_lines_of_a_client_follow_the_hub()
    {
        await using ServeProcess serve = await ServeProcess.StartAsync(Path.Combine(this.folder.Path, "data"));
        await Mosquitto.PublishAsync(
            serve.MqttPort, "transithub/v1/default/avl/bus-1", $$"""{"lat": 13.7563, "lon": 100.5018, "measured_at": {{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}}""", Cancellation, "-q", "1");
        var printed = new List<string>();
        try
        {
            await FollowAsync(serve.Grpc, line =>
            {
                printed.Add(line);
                throw new OperationCanceledException("enough");
            });
        }
        catch (OperationCanceledException)
        {
            // The sample never ends by itself.
        }

        Assert.StartsWith("bus-1 13.7563 100.5018", Assert.Single(printed), StringComparison.Ordinal);
    }

    [Fact]
    public void The_ten_lines_of_a_client_are_the_ones_that_are_tested()
    {
        string sample = CSharpBlock().Match(Readme).Groups[1].Value;
        string tested = File.ReadAllText(ThisFile()).Replace("address)", "\"http://127.0.0.1:8081\")", StringComparison.Ordinal);
        Assert.All(sample.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(line.Replace("Console.WriteLine", "print", StringComparison.Ordinal), tested, StringComparison.Ordinal));
        Assert.InRange(sample.TrimEnd().Split('\n').Length, 5, 10);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_is_one_that_the_program_understands(string command) =>
        Assert.Empty(TransitHubCommandLine.Create().Parse(command).Errors.Select(e => e.Message));

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_link_leads_somewhere(string page)
    {
        string from = Path.GetDirectoryName(Path.Combine(SharedData.RepositoryRoot, page))!;
        IEnumerable<string> links = Link().Matches(Read(page)).Select(m => m.Groups[1].Value).Where(l => !l.Contains("://", StringComparison.Ordinal));
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(from, link)), link));
    }

    private static async Task FollowAsync(string address, Action<string> print)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var hub = new TransitHub.Protocol.V1.TransitHub.TransitHubClient(channel);
        using var watch = hub.Watch(new WatchRequest { FeedId = "default" });
        await foreach (WatchEvent update in watch.ResponseStream.ReadAllAsync())
        {
            foreach (Vehicle vehicle in (update.Snapshot ?? update.Changes)?.Vehicles ?? [])
            {
                print($"{vehicle.Id} {vehicle.Lat} {vehicle.Lon} {vehicle.Trip?.TripId} {vehicle.DelaySeconds} s late");
            }
        }
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, page));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private async Task<string> BashAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = this.folder.Path };
        using Process bash = Process.Start(start)!;
        Task<string> complaint = bash.StandardError.ReadToEndAsync(Cancellation);
        string said = await bash.StandardOutput.ReadToEndAsync(Cancellation);
        await bash.WaitForExitAsync(Cancellation);
        Assert.True(bash.ExitCode == 0, await complaint);
        return said;
    }

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\]\(([^)#\s]+)\)")]
    private static partial Regex Link();
}
