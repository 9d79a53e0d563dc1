using TransitHub.Server.Commands;
using TransitHub.Server.Security;

namespace TransitHub.Server.Tests.Commands;

public class TransitHubCommandLineTests
{
    /// <summary>Where a hub may listen on a machine that has other work too.</summary>
    private static readonly string[] AnyPorts = ["--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--mqtt-listen", "127.0.0.1:0"];

    [Fact]
    public async Task Names_a_wrong_option_and_the_right_ones()
    {
        (int code, string _, string error) = await RunAsync("serve", "--htp", "x");

        Assert.Equal(ExitCode.WrongUse, code);
        Assert.Contains("--htp", error, StringComparison.Ordinal);
        Assert.Contains("--http", error, StringComparison.Ordinal);
        Assert.Contains("transithub serve --help", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_a_wrong_command_and_the_right_ones()
    {
        (int code, string _, string error) = await RunAsync("srve");

        Assert.Equal(ExitCode.WrongUse, code);
        Assert.Contains("srve", error, StringComparison.Ordinal);
        Assert.Contains("serve", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", "--mqtt-listen")]
    [InlineData("hash-password", "Security:MqttUsers")]
    [InlineData("health", "readyz")]
    public async Task Helps_with_each_command(string command, string says)
    {
        (int code, string output, string _) = await RunAsync(command, "--help");

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_in_one_line_that_no_hub_answers()
    {
        (int code, string _, string error) = await RunAsync("health", "http://127.0.0.1:1/readyz");

        Assert.Equal(ExitCode.InputHasErrors, code);
        Assert.StartsWith("transithub: http://127.0.0.1:1/readyz: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Refuses_to_ask_what_is_no_address()
    {
        (int code, string _, string error) = await RunAsync("health", "readyz");

        Assert.Equal(ExitCode.WrongUse, code);
        Assert.Contains("'readyz' is no address", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_with_one_line_and_no_stack_trace_when_the_gtfs_is_not_there()
    {
        using var folder = new TestFolder();

        (int code, string _, string error) = await RunAsync(["serve", "--data", folder.Path, .. AnyPorts, "--feed", "x", "--gtfs", "nowhere.zip"]);

        Assert.Equal(ExitCode.InputHasErrors, code);
        Assert.Equal("transithub: --gtfs nowhere.zip: there is no such file or folder.", error.TrimEnd());
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_gtfs_without_trips()
    {
        using var folder = new TestFolder();
        string zip = Path.Combine(folder.Path, "empty.zip");
        await using (FileStream file = File.Create(zip))
        {
            await TestCity.Feed().Without("trips.txt").ToZip().CopyToAsync(file, TestContext.Current.CancellationToken);
        }

        (int code, string _, string error) = await RunAsync(["serve", "--data", folder.Path, .. AnyPorts, "--feed", "x", "--gtfs", zip]);

        Assert.Equal(ExitCode.InputHasErrors, code);
        Assert.Contains("trips.txt", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Names_every_mistake_of_a_devices_file_at_once()
    {
        using var folder = new TestFolder();
        string file = Path.Combine(folder.Path, "devices.yaml");
        await File.WriteAllTextAsync(
            file, CameraFile.Text.Replace("kind: loop", "kind: lop", StringComparison.Ordinal).Replace("every: 5m", "every: soon", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        (int code, string _, string error) = await RunAsync(["serve", "--data", folder.Path, .. AnyPorts, "--feed", "x", "--devices", file]);

        Assert.Equal(ExitCode.InputHasErrors, code);
        Assert.Equal(3, error.TrimEnd().Split('\n').Length);
        Assert.Contains($"{file}:20: 'kind' is 'lop': write one of camera, beam, loop, radar, manual", error, StringComparison.Ordinal);
        Assert.Contains($"{file}:23: 'every' is 'soon'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_with_one_line_when_the_devices_file_is_not_there()
    {
        using var folder = new TestFolder();

        (int code, string _, string error) = await RunAsync(["serve", "--data", folder.Path, .. AnyPorts, "--feed", "x", "--devices", "nowhere.yaml"]);

        Assert.Equal(ExitCode.InputHasErrors, code);
        Assert.Equal("transithub: --devices nowhere.yaml: there is no such file.", error.TrimEnd());
    }

    [Fact]
    public async Task Hashes_the_password_of_standard_input()
    {
        using var output = new StringWriter();

        int code = await HashPasswordCommand.RunAsync(new StringReader("secret\n"), output, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, code);
        Assert.True(PasswordHash.Verify(output.ToString().Trim(), "secret"));
    }

    [Fact]
    public async Task Refuses_an_empty_password()
    {
        await Assert.ThrowsAsync<CommandException>(() =>
            HashPasswordCommand.RunAsync(new StringReader(string.Empty), TextWriter.Null, TestContext.Current.CancellationToken));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await TransitHubCommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
