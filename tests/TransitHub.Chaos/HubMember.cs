using System.Diagnostics;
using System.Globalization;
using TransitHub.Testing.Processes;

namespace TransitHub.Chaos;

/// <summary>One of the hub's processes, with its own data folder and the same ports at each start. What it says goes to a file.</summary>
/// <param name="name">As <c>fusion-1</c>.</param>
/// <param name="executable">The built <c>transithub</c>.</param>
/// <param name="folder">Its data and what it says.</param>
/// <param name="ports">Of HTTP and gRPC.</param>
/// <param name="arguments">Of <c>serve</c>, besides ports and data folder.</param>
internal sealed class HubMember(string name, string executable, string folder, (int Http, int Grpc) ports, string[] arguments) : IAsyncDisposable
{
    private const int ShownLines = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly HttpClient http = new() { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports.Http}")), Timeout = TimeSpan.FromSeconds(5) };
    private readonly Lock sync = new();
    private Process? process;

    /// <summary>As <c>fusion-1</c>.</summary>
    public string Name => name;

    /// <summary>Where it answers HTTP.</summary>
    public Uri Http => this.http.BaseAddress!;

    /// <summary>The last lines that it said, for whoever looks for a fault.</summary>
    public string LastWords => File.Exists(this.Words) ? $"{name}:\n" + string.Join('\n', this.ReadWords().TakeLast(ShownLines)) : $"{name} said nothing.";

    /// <summary>Memory in use, bytes; 0 when it does not run.</summary>
    public long WorkingSet => this.process is { HasExited: false } running ? running.WorkingSetNow() : 0;

    private string Words => Path.Combine(folder, "words.txt");

    /// <summary>Starts it, and does not wait for anything.</summary>
    public void Start()
    {
        Directory.CreateDirectory(folder);
        string[] listen = ["--http", $"127.0.0.1:{ports.Http}", "--grpc", $"127.0.0.1:{ports.Grpc}"];
        this.process = Process.Start(new ProcessStartInfo(executable, ["serve", "--data", Path.Combine(folder, "data"), .. listen, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        this.process.OutputDataReceived += (_, line) => this.Write(line.Data);
        this.process.ErrorDataReceived += (_, line) => this.Write(line.Data);
        this.process.BeginOutputReadLine();
        this.process.BeginErrorReadLine();
    }

    /// <summary>Waits until it says that it is ready.</summary>
    /// <exception cref="TimeoutException">It never does; the message has its own reason and last words.</exception>
    public async Task UntilReadyAsync(CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        string reason = "it does not answer";
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            try
            {
                using HttpResponseMessage answer = await this.http.GetAsync(new Uri("/readyz", UriKind.Relative), cancellation);
                reason = await answer.Content.ReadAsStringAsync(cancellation);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                reason = exception.Message;
            }

            if (this.process is { HasExited: true } gone)
            {
                throw new TimeoutException($"{name} ended by itself with {gone.ExitCode}. {this.LastWords}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
        }

        throw new TimeoutException($"{name} was not ready within {Patience.TotalMinutes:0} min: {reason} {this.LastWords}");
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        this.process!.Kill();
        await this.process.WaitForExitAsync();
    }

    /// <summary>Sends it a signal, as <c>STOP</c>.</summary>
    public Task SignalAsync(string signal) => ProcessSignals.SendAsync(this.process!, signal);

    /// <summary>Ends it in order and returns its exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancellation)
    {
        await this.SignalAsync("TERM");
        await this.process!.WaitForExitAsync(cancellation).WaitAsync(Patience, TimeProvider.System, cancellation);
        return this.process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (this.process is { HasExited: false })
        {
            await this.KillAsync();
        }

        this.process?.Dispose();
        this.http.Dispose();
    }

    private void Write(string? line)
    {
        if (line is not null)
        {
            lock (this.sync)
            {
                File.AppendAllText(this.Words, line + "\n");
            }
        }
    }

    private string[] ReadWords()
    {
        lock (this.sync)
        {
            return File.ReadAllLines(this.Words);
        }
    }
}
