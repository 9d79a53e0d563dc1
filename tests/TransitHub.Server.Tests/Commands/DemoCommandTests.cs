using System.Globalization;
using System.Text.RegularExpressions;
using TransitHub.Server.Commands;
using TransitHub.Server.Commands.Demo;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Tests.Commands;

public sealed partial class DemoCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Accounts_for_every_observation_that_the_city_sent_and_keeps_the_accepted_ones()
    {
        string data = Path.Combine(this.folder.Path, "data");
        string truth = Path.Combine(this.folder.Path, "truth");
        (int code, string output) = await RunAsync(
            "--speed", "max", "--for", "10", "--vehicles", "80", "--hour", "8", "--data", data, "--truth", truth,
            "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--mqtt-listen", "127.0.0.1:0");
        Assert.Equal(ExitCode.Done, code);

        Match last = Counts().Matches(output)[^1];
        long sent = Number(last, 1), accepted = Number(last, 2), refused = Number(last, 3);
        Assert.True(sent > 1000, output);
        Assert.Equal(sent, accepted + refused);

        long logged = 0;
        using (Recording log = RecordingReader.Open(Path.Combine(data, DemoOptions.Feed.ToString(), "log"), RecordingFormat.ObservationLog))
        {
            while (log.TryRead(out _))
            {
                logged++;
            }
        }

        Assert.Equal(accepted, logged);
        Assert.Contains("stop_times.csv", Directory.EnumerateFiles(truth).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Says_that_a_folder_holds_records_of_a_city_that_ran_ahead_of_time()
    {
        string data = Path.Combine(this.folder.Path, "data");
        string[] arguments = ["--speed", "max", "--for", "5", "--vehicles", "20", "--data", data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--mqtt-listen", "127.0.0.1:0"];
        Assert.Equal(ExitCode.Done, (await RunAsync(arguments)).Code);

        (int code, string output) = await RunAsync(arguments);
        Assert.Equal(ExitCode.InputHasErrors, code);
        Assert.Matches($"--data {data}: an earlier demo that ran faster left records that are [0-9]+ s ahead of now", output);
    }

    [Fact]
    public async Task Leaves_no_data_behind_where_no_folder_was_given()
    {
        (_, string output) = await RunAsync(
            "--speed", "max", "--for", "1", "--vehicles", "40", "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--mqtt-listen", "127.0.0.1:0");
        string data = Data().Match(output).Groups[1].Value;
        Assert.NotEmpty(data);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task The_same_seed_and_start_give_the_same_city_again_and_another_seed_another_one()
    {
        string first = await DriveAsync("first", "1");
        Assert.Equal(first, await DriveAsync("second", "1"));
        Assert.NotEqual(first, await DriveAsync("third", "2"));

        async Task<string> DriveAsync(string name, string seed)
        {
            string truth = Path.Combine(this.folder.Path, name);
            (int code, string output) = await RunAsync(
                "--start", "2026-11-23T08:00:00+07:00", "--seed", seed, "--speed", "max", "--for", "5", "--vehicles", "60", "--truth", truth,
                "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--mqtt-listen", "127.0.0.1:0");
            Assert.Equal(ExitCode.Done, code);
            string sent = Counts().Matches(output)[^1].Groups[1].Value;
            return sent + string.Concat(Directory.EnumerateFiles(truth).Order(StringComparer.Ordinal).Select(File.ReadAllText));
        }
    }

    [Theory]
    [InlineData("--start", "yesterday", "--start 'yesterday' is no time")]
    [InlineData("--speed", "1e6", "--speed must be at most 3600")]
    [InlineData("--vehicles", "0", "--vehicles must be 1 to 100000")]
    [InlineData("--hour", "24", "--hour must be 0 to 23")]
    [InlineData("--speed", "fast", "--speed must be a number above 0 or max")]
    [InlineData("--speed", "0", "--speed must be a number above 0 or max")]
    [InlineData("--for", "-1", "--for must be 1")]
    [InlineData("--http", "nowhere", "--http 'nowhere'")]
    [InlineData("--http", "0.0.0.0:8080", "Security:OpenReaders")]
    public async Task Names_the_option_that_cannot_be(string option, string value, string expected)
    {
        using StringWriter output = new(), error = new();
        Assert.Equal(ExitCode.WrongUse, await TransitHubCommandLine.RunAsync(["demo", option, value], output, error));
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = await TransitHubCommandLine.RunAsync(["demo", .. arguments], output, error);
        return (code, output.ToString() + error);
    }

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([\d,]+) observations sent, ([\d,]+) accepted, ([\d,]+) refused")]
    private static partial Regex Counts();

    [GeneratedRegex(@"Data +(\S+)  \(removed at the end\)")]
    private static partial Regex Data();
}
