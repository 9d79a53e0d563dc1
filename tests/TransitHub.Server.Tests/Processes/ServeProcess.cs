using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace TransitHub.Server.Tests.Processes;

/// <summary>The built executable as a process of its own, on free ports.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly Task listening;

    private ServeProcess(Process process)
    {
        this.process = process;
        this.listening = this.ReadUntilListeningAsync();
    }

    public Uri Http { get; private set; } = new("http://127.0.0.1");

    public string Grpc { get; private set; } = string.Empty;

    public int MqttPort { get; private set; }

    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "transithub");

    /// <summary>Starts it with the embedded broker, or with the outside one that <c>--mqtt</c> names, and waits until it listens.</summary>
    public static async Task<ServeProcess> StartAsync(string data, params string[] more)
    {
        string[] broker = more.Contains("--mqtt", StringComparer.Ordinal) ? [] : ["--mqtt-listen", "127.0.0.1:0"];
        return await StartAsync(["serve", "--data", data, .. broker, .. more]);
    }

    /// <summary>Starts the sample city, and waits until it listens.</summary>
    public static Task<ServeProcess> StartDemoAsync(params string[] more) => StartAsync(["demo", "--mqtt-listen", "127.0.0.1:0", .. more]);

    /// <summary>Starts the sample city, tells it to stop at its first word, and gives its exit code and what it said on standard error.</summary>
    public static async Task<(int Code, string Error)> StopDemoAtItsFirstWordAsync()
    {
        using Process demo = Launch(["demo", "--mqtt-listen", "127.0.0.1:0"]);
        await demo.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Task<string> error = demo.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = demo.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return (await TerminateAsync(demo), await error);
    }

    private static Process Launch(string[] arguments) => Process.Start(new ProcessStartInfo(Executable, [.. arguments, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<ServeProcess> StartAsync(string[] arguments)
    {
        var serve = new ServeProcess(Launch(arguments));
        try
        {
            await serve.listening.WaitAsync(TimeSpan.FromMinutes(3), TimeProvider.System, TestContext.Current.CancellationToken);
            return serve;
        }
        catch
        {
            await serve.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        this.process.Kill();
        await this.process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public Task<int> TerminateAsync() => TerminateAsync(this.process);

    private static async Task<int> TerminateAsync(Process process)
    {
        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!this.process.HasExited)
        {
            await this.KillAsync();
        }

        this.process.Dispose();
    }

    private async Task ReadUntilListeningAsync()
    {
        _ = this.process.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await this.process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            this.said.AppendLine(line);
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words.FirstOrDefault())
            {
                case "HTTP":
                    this.Http = new Uri(words[1]);
                    break;
                case "gRPC":
                    this.Grpc = words[1];
                    break;
                case "MQTT":
                    this.MqttPort = int.Parse(words[1].AsSpan(words[1].LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
                    break;
                case "Live":
                    this.Http = new Uri(words[2]);
                    break;
                case "Seed":
                case "curl":
                    _ = this.process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    return;
            }
        }

        throw new InvalidOperationException("The process ended before it listened:\n" + this.said);
    }
}
