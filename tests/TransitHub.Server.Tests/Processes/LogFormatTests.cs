using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TransitHub.Server.Tests.Processes;

public sealed class LogFormatTests
{
    [Theory]
    [InlineData("--log-format", "json", true)]
    [InlineData("--log-format", "text", false)]
    public async Task The_log_on_standard_error_has_the_form_that_was_asked_for(string option, string format, bool isJson)
    {
        using var folder = new TestFolder();
        using Process serve = Process.Start(new ProcessStartInfo(
            ServeProcess.Executable, ["serve", "--data", folder.Path, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--mqtt-listen", "127.0.0.1:0", option, format])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _ = serve.StandardOutput.ReadToEndAsync(CancellationToken.None);
        string line = (await serve.StandardError.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken))!;
        serve.Kill();
        await serve.WaitForExitAsync(TestContext.Current.CancellationToken);

        if (isJson)
        {
            Assert.Equal("BrokerListens", (string?)JsonNode.Parse(line)!["event"]);
        }
        else
        {
            Assert.Contains("info: TransitHub.Mqtt.Broker.EmbeddedBroker[2000] ", line, StringComparison.Ordinal);
        }
    }
}
