using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace TransitHub.Load.Readers;

/// <summary>A command of this program in a process of its own, which is told by lines what to do and answers by lines.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly Process process;

    private LoadProcess(Process process) => this.process = process;

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    /// <param name="command">Which.</param>
    /// <param name="options">What it is given.</param>
    /// <param name="priority">What the system gives it of a processor that others want too.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<LoadProcess> StartAsync(string command, IReadOnlyDictionary<string, object> options, ProcessPriorityClass priority, CancellationToken cancellation)
    {
        List<string> arguments = [command, .. options.SelectMany(o => new[] { o.Key, Convert.ToString(o.Value, CultureInfo.InvariantCulture)! })];
        string executable = Environment.ProcessPath!;
        if (Path.GetFileNameWithoutExtension(executable) == "dotnet")
        {
            arguments.Insert(0, Assembly.GetEntryAssembly()!.Location);
        }

        LoadProcess started = new(Process.Start(new ProcessStartInfo(executable, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
        if (priority != ProcessPriorityClass.Normal)
        {
            // Of its first thread alone, and of all that begin later, which are those that do the work.
            started.process.PriorityClass = priority;
        }

        return await started.process.StandardOutput.ReadLineAsync(cancellation) == "ready"
            ? started
            : throw new InvalidOperationException($"The process of {command} ended before it was ready.");
    }

    /// <summary>Says something to it.</summary>
    public Task SayAsync(string line) => this.process.StandardInput.WriteLineAsync(line);

    /// <summary>Says something to it and reads its answer, one line of JSON.</summary>
    public async Task<T> AskAsync<T>(string line, CancellationToken cancellation)
    {
        await this.SayAsync(line);
        return JsonSerializer.Deserialize<T>((await this.process.StandardOutput.ReadLineAsync(cancellation))!)!;
    }

    public void Dispose()
    {
        if (!this.process.HasExited)
        {
            this.process.Kill();
        }

        this.process.Dispose();
    }
}
